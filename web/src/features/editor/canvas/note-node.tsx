/** A note: Markdown on coloured paper, edited in place. */
import { NodeResizer, type NodeProps } from "@xyflow/react";
import { memo, useEffect, useRef, useState } from "react";
import { Markdown } from "@/components/markdown/markdown";
import { specOf } from "../model/node";
import type { ViewNode } from "../model/view";
import { useAct, useEditor, useNode } from "../state/context";
import { useFar } from "./far";
import classes from "./note.module.css";

export const NOTE_COLOURS = ["amber", "blue", "lime", "rose", "neutral", "transparent"] as const;

export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps<ViewNode>) {
  const node = useNode(id);
  const readOnly = useEditor((state) => state.readOnly);
  const far = useFar();
  const [editing, setEditing] = useState(false);
  if (!node) return null;
  const spec = specOf(node);
  const colour = typeof spec.template?.backgroundColor === "string" ? spec.template.backgroundColor : "amber";
  const text = spec.description ?? "";
  return (
    <div role="note" className={classes.note} data-colour={colour} data-selected={selected || undefined} aria-label="Note" onDoubleClick={() => setEditing(!readOnly)}>
      {selected && !readOnly && <NodeResizer minWidth={160} minHeight={90} lineClassName={classes.line} handleClassName={classes.grip} />}
      {selected && !readOnly && !editing && <Swatches id={id} colour={colour} />}
      <div className={`${classes.grab} drag`}>
        {editing ? <NoteText id={id} text={text} done={() => setEditing(false)} /> : <div className={classes.text}>{far ? <p className={classes.faraway}>{text.split("\n").find((line) => line.trim())?.replace(/^[#\s]+/, "")}</p> : text ? <Markdown text={text} under={2} /> : <span className={classes.hint}>Double-click to write</span>}</div>}
      </div>
    </div>
  );
});

function Swatches({ id, colour }: { id: string; colour: string }) {
  const act = useAct();
  return (
    <div className={`${classes.swatches} nodrag`} role="group" aria-label="Colour of the note">
      {NOTE_COLOURS.map((name) => (
        <button key={name} type="button" data-colour={name} aria-label={name} aria-pressed={name === colour}
          onClick={() => act.perform({ label: "Colour note", changes: [{ type: "note.edit", id, set: { backgroundColor: name } }] })} />
      ))}
    </div>
  );
}

function NoteText({ id, text, done }: { id: string; text: string; done: () => void }) {
  const act = useAct();
  const [draft, setDraft] = useState(text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const commit = () => {
    if (draft !== text) act.perform({ label: "Edit note", changes: [{ type: "note.edit", id, set: { description: draft } }] });
    done();
  };
  return (
    <textarea ref={area} className={`${classes.area} nodrag nowheel`} value={draft} aria-label="Text of the note" onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit} onKeyDown={(event) => event.key === "Escape" && commit()} />
  );
}
