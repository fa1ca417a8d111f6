import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { rooms } from "./rooms";

const WITHIN = 1200;
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** "g" and then the letter of a room goes there; "?" shows what else there is, on whatever key a layout has it. */
export function useGoKeys(showHelp: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    let since = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "?") return showHelp();
      const room = event.timeStamp - since < WITHIN ? rooms.find(({ key }) => key === event.key) : undefined;
      since = event.key === "g" ? event.timeStamp : -Infinity;
      if (room) void navigate({ to: room.to });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, showHelp]);
}
