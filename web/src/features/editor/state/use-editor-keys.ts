/** The keys of the editor. Keys typed into fields are left alone; all of them are listed under "?". */
import { useReactFlow } from "@xyflow/react";
import { useEffect, useMemo } from "react";
import { useShortcuts, type Shortcut } from "@/lib/shortcuts";
import { inReadingOrder, neighbour, type Direction, type Spot } from "../model/navigate";
import { moveNodes } from "../model/gestures";
import { useEditorStore } from "./context";
import { selectedNodes, type EditorStore } from "./editor-store";
import { useSession } from "./run-context";
import { useCommands, type EditorCommands } from "./use-commands";

const GROUP = "Editor";
const NUDGE = 20;

export function useEditorKeys(): void {
  const store = useEditorStore();
  const commands = useCommands();
  const { runs } = useSession();
  const keys = useMemo<Shortcut[]>(() => {
    const act = () => store.getState().act;
    const nudge = (x: number, y: number) => () => act().perform(moveNodes(nudged(store, x, y), "nudge"));
    const listed = (keys: string, label: string, run: (event: KeyboardEvent) => void): Shortcut => ({ keys, label, group: GROUP, run });
    return [
      { keys: "Arrows", label: "Go to the next node in that direction", group: GROUP },
      listed("alt+ArrowLeft", "Move left", nudge(-NUDGE, 0)),
      listed("alt+ArrowRight", "Move right", nudge(NUDGE, 0)),
      listed("alt+ArrowUp", "Move up", nudge(0, -NUDGE)),
      listed("alt+ArrowDown", "Move down", nudge(0, NUDGE)),
      { keys: "Enter", label: "Open the chosen node", group: GROUP },
      listed("Delete", "Remove", commands.remove),
      listed("Backspace", "Remove", commands.remove),
      { keys: "mod+C", label: "Copy", group: GROUP },
      { keys: "mod+X", label: "Cut", group: GROUP },
      { keys: "mod+V", label: "Paste", group: GROUP },
      listed("mod+D", "Duplicate", commands.duplicate),
      listed("mod+A", "Choose everything", commands.selectAll),
      listed("mod+Z", "Undo", () => act().undo()),
      listed("mod+shift+Z", "Redo", () => act().redo()),
      listed("mod+G", "Group", commands.group),
      listed("mod+S", "Save now", () => undefined),
      listed("/", "Add a component", () => openPalette(store)),
      listed("N", "Add a note", () => commands.note()),
      listed("R", "Run the flow", () => void runs.run()),
      listed("shift+R", "Run up to the chosen node", () => void runs.run(selectedNodes(store.getState())[0])),
      listed("F", "Fit everything", commands.fit),
      { keys: "Escape", label: "Close, choose nothing", group: GROUP },
    ];
  }, [store, commands, runs]);
  useShortcuts(keys);
  useCanvasKeys(store);
  useClipboardEvents(commands);
}

const ARROWS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** Keys that other parts of the page use too: they count only while the canvas, or nothing, has the focus. */
function useCanvasKeys(store: EditorStore): void {
  const { setCenter, getZoom } = useReactFlow();
  useEffect(() => {
    let arriving: number | undefined;
    const go = (direction: Direction) => {
      const next = nextSpot(store, direction);
      if (!next) return;
      store.getState().act.select([next.id]);
      focusNode(next.id);
      void setCenter(next.x + 136, next.y + 70, { zoom: Math.max(getZoom(), 0.6), duration: 120 });
      // A node that was out of sight is drawn on the way there.
      window.clearTimeout(arriving);
      arriving = window.setTimeout(() => onCanvas(document.activeElement) && focusNode(next.id), 160);
    };
    const onKey = (event: KeyboardEvent) => {
      if (!onCanvas(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const direction = ARROWS[event.key];
      if (direction) go(direction);
      else if (event.key === "Enter") openInspector(store);
      else if (event.key === "Escape") escape(store);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      window.clearTimeout(arriving);
      document.removeEventListener("keydown", onKey);
    };
  }, [store, setCenter, getZoom]);
}

/** The canvas itself, a node on it, or the page with nothing focused; not a field or button inside. */
function onCanvas(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A click on the empty canvas leaves the focus on the page around it.
  if (target.querySelector(".react-flow")) return true;
  return target.closest(".react-flow") !== null && !target.closest("input, textarea, select, button, a, [contenteditable=true]");
}

function openInspector(store: EditorStore): void {
  if (selectedNodes(store.getState()).length !== 1) return;
  store.getState().act.set({ inspector: true });
  requestAnimationFrame(() => document.querySelector<HTMLElement>("#inspector [role=tabpanel] :is(input, textarea, button)")?.focus());
}

function nextSpot(store: EditorStore, direction: Direction): Spot | undefined {
  const spots = store.getState().nodes.map(({ id, position }) => ({ id, ...position }));
  const from = spots.find((spot) => spot.id === selectedNodes(store.getState())[0]);
  if (!from) return inReadingOrder(spots)[0];
  const next = neighbour(from, spots, direction);
  return spots.find((spot) => spot.id === next);
}

function nudged(store: EditorStore, x: number, y: number) {
  const chosen = new Set(selectedNodes(store.getState()));
  return store.getState().history.flow.nodes
    .filter((node) => chosen.has(node.id))
    .map((node) => ({ id: node.id, position: { x: node.position.x + x, y: node.position.y + y } }));
}

const focusNode = (id: string): void => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });

function openPalette(store: EditorStore): void {
  store.getState().act.set({ paletteOpen: true });
  requestAnimationFrame(() => document.getElementById("palette-search")?.focus());
}

function escape(store: EditorStore): void {
  if (document.querySelector("[role=dialog], [role=menu]")) return;
  const { inspector, act } = store.getState();
  if (inspector && selectedNodes(store.getState()).length === 1) act.set({ inspector: false });
  else act.select([]);
}

/** The clipboard comes as events, so that no permission has to be asked for and marked text stays the browser's. */
function useClipboardEvents({ copyText, remove, pasteText }: EditorCommands): void {
  useEffect(() => {
    const mine = (event: ClipboardEvent) => !(event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable=true]"));
    const onCopy = (event: ClipboardEvent) => {
      const text = mine(event) && String(window.getSelection()) === "" ? copyText() : null;
      if (!text) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", text);
      if (event.type === "cut") remove();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (mine(event) && pasteText(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
    };
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [copyText, remove, pasteText]);
}
