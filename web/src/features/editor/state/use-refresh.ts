/** Some fields decide about others (real_time_refresh): after such a change the server says what the node looks like now. */
import { recomputeNode } from "../api/flow-api";
import { replaceSpec } from "../model/gestures";
import { nodeIn } from "../model/lookup";
import type { Field, Json } from "../model/types";
import { useEditorStore } from "./context";

export type Refresh = (name: string, field: Field, value: Json) => void;

export function useRefresh(id: string): Refresh {
  const store = useEditorStore();
  return (name, field, value) => {
    if (!field.real_time_refresh && !field.refresh_button) return;
    const asked = nodeIn(store.getState().history.flow, id)?.data.node;
    if (!asked) return;
    recomputeNode(asked, name, value, asked.tool_mode === true).then(
      (spec) => {
        const { history, act } = store.getState();
        const now = nodeIn(history.flow, id)?.data.node;
        // Somebody typed on while the server was thinking: the answer is about another state.
        if (now !== asked || !spec || typeof spec.template !== "object") return;
        const merged = { ...asked, ...spec, display_name: asked.display_name, frozen: asked.frozen };
        act.perform({ label: `Edit ${name}`, changes: replaceSpec(history.flow, id, merged), merge: `field:${id}:${name}` });
      },
      // The field keeps its new value; only the other fields stay as they were.
      () => undefined,
    );
  };
}
