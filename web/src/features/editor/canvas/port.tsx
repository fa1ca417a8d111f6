/** A port: a coloured dot a wire can begin or end at. */
import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import { typesFit } from "../model/connect";
import { useEditor } from "../state/context";
import { typeColour } from "./type-colour";
import classes from "./row.module.css";

interface PortProps {
  id: string;
  role: "source" | "target";
  types: readonly string[];
  label: string;
  wired: boolean;
  round?: boolean;
}

export const Port = memo(function Port({ id, role, types, label, wired, round }: PortProps) {
  const fits = useEditor((state) => (state.offered && role === "target" ? typesFit(state.offered, types) : null));
  const what = `${role === "source" ? "Output" : "Input"} ${label}: ${types.join(" or ") || "anything"}`;
  return (
    <Handle
      id={id}
      type={role}
      position={role === "source" ? Position.Right : Position.Left}
      className={classes.port}
      style={{ "--port": typeColour(types[0]) } as React.CSSProperties}
      data-wired={wired || undefined}
      data-fits={fits ?? undefined}
      data-round={round || undefined}
      title={what}
      role="img"
      aria-label={what}
    />
  );
});
