import { ActionIcon, FileButton, Textarea, Tooltip } from "@mantine/core";
import { useRef, useState, type ClipboardEvent, type DragEvent } from "react";
import { IconPaperclip, IconSend } from "@/components/chat/icons";
import { IconPlayerStop, IconX } from "@/components/icons";
import { notify } from "@/lib/notify";
import { uploadFile } from "../api/messages";
import { fileName } from "../model/conversation";
import classes from "./chat.module.css";

interface ComposerProps {
  flowId: string;
  busy: boolean;
  send: (text: string, files: string[]) => void;
  stop: () => void;
}

/** Where a person writes: Enter sends, Shift+Enter makes a line; files by button, drop or paste. */
export function Composer({ flowId, busy, send, stop }: ComposerProps) {
  const [text, setText] = useState("");
  const [files, setFiles] = useState<string[]>([]);
  const [uploading, setUploading] = useState(0);
  const reset = useRef<() => void>(null);
  const add = async (chosen: File[]) => {
    setUploading((count) => count + chosen.length);
    for (const file of chosen) {
      await uploadFile(flowId, file).then((path) => setFiles((known) => [...known, path]), (error: unknown) => notify.failed(`${file.name} could not be uploaded`, error));
      setUploading((count) => count - 1);
    }
    reset.current?.();
  };
  const submit = () => {
    if (busy || uploading > 0 || (!text.trim() && files.length === 0)) return;
    send(text, files);
    setText("");
    setFiles([]);
  };
  const take = (event: DragEvent | ClipboardEvent, list: FileList) => {
    if (list.length === 0) return;
    event.preventDefault();
    void add([...list]);
  };
  return (
    <form className={classes.composer} onSubmit={(event) => { event.preventDefault(); submit(); }} onDragOver={(event) => event.preventDefault()} onDrop={(event) => take(event, event.dataTransfer.files)}>
      {(files.length > 0 || uploading > 0) && (
        <ul className={classes.files} aria-label="Files to send">
          {files.map((path) => (
            <li key={path}>
              <IconPaperclip size={13} aria-hidden="true" /> {fileName(path)}
              <button type="button" aria-label={`Leave ${fileName(path)} out`} onClick={() => setFiles(files.filter((known) => known !== path))}><IconX size={12} /></button>
            </li>
          ))}
          {uploading > 0 && <li role="status">Uploading…</li>}
        </ul>
      )}
      <div className={classes.line}>
        <FileButton onChange={(chosen) => void add(chosen)} multiple resetRef={reset}>
          {(props) => <Tooltip label="Add files"><ActionIcon {...props} size="lg" variant="subtle" color="gray" aria-label="Add files"><IconPaperclip size={18} /></ActionIcon></Tooltip>}
        </FileButton>
        <Textarea className={classes.input} variant="unstyled" autosize minRows={1} maxRows={9} value={text} placeholder="Write a message" aria-label="Message" data-autofocus
          onChange={(event) => setText(event.currentTarget.value)} onPaste={(event) => take(event, event.clipboardData.files)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }} />
        {busy ? (
          <ActionIcon size="lg" color="red" variant="light" aria-label="Stop" onClick={stop}><IconPlayerStop size={18} /></ActionIcon>
        ) : (
          <ActionIcon size="lg" type="submit" aria-label="Send" disabled={uploading > 0}><IconSend size={18} /></ActionIcon>
        )}
      </div>
    </form>
  );
}
