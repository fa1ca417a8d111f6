import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@/components/icons";
import classes from "./markdown.module.css";

export function CodeBlock({ text, lang }: { text: string; lang: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <div className={classes.code}>
      <div className={classes.codeBar}>
        <span>{lang || "text"}</span>
        <button type="button" onClick={() => clipboard.copy(text)} aria-label={clipboard.copied ? "Copied" : "Copy code"}>
          {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </button>
      </div>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
