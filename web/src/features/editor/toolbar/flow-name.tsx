import { TextInput, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { notify } from "@/lib/notify";
import { renameFlow } from "../api/flow-api";
import { useEditor } from "../state/context";
import { useSession } from "../state/run-context";
import classes from "./toolbar.module.css";

/** The name of the flow; a click makes it a field. */
export function FlowName() {
  const { flowId, flowName, renamed } = useSession();
  const readOnly = useEditor((state) => state.readOnly);
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const name = draft?.trim();
    setDraft(null);
    if (!name || name === flowName) return;
    renameFlow(flowId, name).then((etag) => renamed(name, etag), (error: unknown) => notify.failed("The flow could not be renamed", error));
  };
  if (draft === null) {
    return (
      <h1 className={classes.name}>
        {readOnly ? flowName : <UnstyledButton className={classes.rename} title="Rename" onClick={() => setDraft(flowName)}>{flowName}</UnstyledButton>}
      </h1>
    );
  }
  return (
    <TextInput size="xs" value={draft} autoFocus aria-label="Name of the flow" onChange={(event) => setDraft(event.currentTarget.value)} onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setDraft(null);
      }} />
  );
}
