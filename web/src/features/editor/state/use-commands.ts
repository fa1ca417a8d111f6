/** Everything a person can tell the editor to do, once, for keys, menus and buttons alike. */
import { useReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { notify } from "@/lib/notify";
import { cut, paste, pieceText, readPiece, type Piece } from "../model/clipboard";
import { addComponent, addNote, canBeTool, freeze, removeSelection, setToolMode } from "../model/gestures";
import { group, ungroup } from "../model/group";
import { nodeIn } from "../model/lookup";
import type { FlowNode, Point } from "../model/types";
import { useEditorStore } from "./context";
import { selectedEdges, selectedNodes } from "./editor-store";

/** What was copied here last; the system clipboard may refuse to be read. */
let lastPiece: Piece | null = null;
const STEP = 40;

export type EditorCommands = ReturnType<typeof useCommands>;

export function useCommands() {
  const store = useEditorStore();
  const view = useReactFlow();
  return useMemo(() => {
    const state = () => store.getState();
    const flow = () => state().history.flow;
    const chosen = () => selectedNodes(state());
    const one = (): FlowNode | undefined => (chosen().length === 1 ? nodeIn(flow(), chosen()[0]!) : undefined);
    const middle = (): Point => {
      const box = document.querySelector(".react-flow")?.getBoundingClientRect();
      return view.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 800) / 2, y: (box?.top ?? 0) + (box?.height ?? 600) / 2 });
    };
    const free = (at: Point): Point => {
      const taken = (point: Point) => flow().nodes.some((node) => Math.abs(node.position.x - point.x) < 20 && Math.abs(node.position.y - point.y) < 20);
      while (taken(at)) at = { x: at.x + STEP, y: at.y + STEP };
      return { x: Math.round(at.x), y: Math.round(at.y) };
    };
    const copyText = (): string | null => {
      const piece = cut(flow(), chosen());
      if (piece.nodes.length === 0) return null;
      lastPiece = piece;
      return pieceText(piece);
    };
    const copy = () => {
      const text = copyText();
      // Without permission the copy stays inside this window.
      if (text) void navigator.clipboard?.writeText(text).catch(() => undefined);
    };
    const put = (piece: Piece, at: Point) => {
      const { gesture, ids } = paste(flow(), piece, at);
      state().act.perform(gesture);
      state().act.select(ids);
    };
    const remove = () => {
      const gesture = removeSelection(flow(), chosen(), selectedEdges(state()));
      if (gesture.changes.length) state().act.perform(gesture);
    };
    return {
      copy,
      copyText,
      remove,
      cut: () => (copy(), remove()),
      paste: async (at?: Point) => {
        const text = await navigator.clipboard?.readText().catch(() => "");
        const piece = (text && readPiece(text)) || lastPiece;
        if (piece) put(piece, free(at ?? middle()));
      },
      pasteText: (text: string) => {
        const piece = readPiece(text);
        if (piece) put(piece, free(middle()));
        return piece !== null;
      },
      duplicate: () => {
        const piece = cut(flow(), chosen());
        if (piece.nodes.length) put(piece, corner(piece));
      },
      selectAll: () => state().act.select(flow().nodes.map((node) => node.id)),
      clearSelection: () => state().act.select([]),
      add: (type: string, at?: Point) => {
        const spec = state().catalogue.get(type);
        if (!spec) return;
        const { gesture, id } = addComponent(flow(), type, spec, free(at ?? shifted(middle())));
        state().act.perform(gesture);
        state().act.select([id]);
        state().act.set({ inspector: true, inspectorTab: "fields" });
      },
      note: (at?: Point) => {
        const { gesture, id } = addNote(flow(), free(at ?? shifted(middle())));
        state().act.perform(gesture);
        state().act.select([id]);
      },
      group: () => {
        const made = group(flow(), chosen());
        if (!made) return notify.failed("Nothing to group", new Error("Choose two or more components whose loop, if any, is closed among them."));
        state().act.perform(made.gesture);
        state().act.select([made.id]);
      },
      ungroup: () => {
        const opened = one() && ungroup(flow(), one()!.id);
        if (!opened) return;
        state().act.perform(opened.gesture);
        state().act.select(opened.ids);
      },
      toggleFreeze: () => {
        const node = one();
        if (node) state().act.perform(freeze(node.id, !node.data.node?.frozen));
      },
      toggleTool: () => {
        const node = one();
        if (!node?.data.node || !canBeTool(node.data.node)) return;
        const outputs = state().catalogue.get(node.data.type)?.outputs;
        state().act.perform(setToolMode(flow(), node.id, !node.data.node.tool_mode, outputs));
      },
      toggleFold: () => {
        const node = one();
        if (node) state().act.perform({ label: "Fold", changes: [{ type: "node.fold", id: node.id, showNode: node.data.showNode === false }] });
      },
      fit: () => void view.fitView({ duration: 200, padding: 0.12, maxZoom: 1 }),
      toFlow: (point: Point) => view.screenToFlowPosition(point),
    };
  }, [store, view]);
}

const shifted = (at: Point): Point => ({ x: at.x - 136, y: at.y - 60 });

const corner = (piece: Piece): Point => ({
  x: Math.min(...piece.nodes.map((node) => node.position.x)) + STEP,
  y: Math.min(...piece.nodes.map((node) => node.position.y)) + STEP,
});
