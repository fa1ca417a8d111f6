/** What an agent did on the way to its answer: one line a tool call, opened to see what went in and came out. */
import { CodeBlock } from "@/components/markdown/code-block";
import { Markdown } from "@/components/markdown/markdown";
import { duration } from "@/lib/format";
import type { Json, Step, StepBlock } from "../model/conversation";
import classes from "./message.module.css";

export function StepList({ blocks, busy }: { blocks: StepBlock[]; busy: boolean }) {
  return blocks.map((block, at) => {
    const steps = block.contents.filter((step) => step.type !== "text" || step.text);
    if (steps.length === 0) return null;
    return (
      <details key={at} className={classes.steps} open={busy || undefined}>
        <summary>{block.title || "Steps"} <span>{steps.length}</span></summary>
        <ol>{steps.map((step, place) => <li key={place}><StepView step={step} /></li>)}</ol>
      </details>
    );
  });
}

const shown = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
const present = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== "";

function StepView({ step }: { step: Step }) {
  if (step.type === "tool_use") return <ToolCall step={step} />;
  if (step.type === "error") return <Problem step={step} />;
  if (step.type === "code") return <CodeBlock text={step.code ?? ""} lang={step.language ?? ""} />;
  if (step.type === "text") return step.header?.title === "Input" || step.header?.title === "Output" ? <Labelled step={step} /> : <Markdown text={step.text ?? ""} under={3} />;
  return <CodeBlock text={shown(step.data ?? (step as unknown as Json))} lang="json" />;
}

const Labelled = ({ step }: { step: Step }) => (
  <details className={classes.call}>
    <summary>{step.header?.title}</summary>
    <Markdown text={step.text ?? ""} under={3} />
  </details>
);

function ToolCall({ step }: { step: Step }) {
  const failed = present(step.error);
  return (
    <details className={classes.call} data-failed={failed || undefined}>
      <summary>
        {step.name || step.header?.title || "Tool"}
        <span>{failed ? "failed" : present(step.output) ? (step.duration ? duration(step.duration) : "done") : "running"}</span>
      </summary>
      {present(step.tool_input) && <CodeBlock text={shown(step.tool_input)} lang="input" />}
      {present(step.output) && <CodeBlock text={shown(step.output)} lang="output" />}
      {failed && <CodeBlock text={shown(step.error)} lang="error" />}
    </details>
  );
}

const Problem = ({ step }: { step: Step }) => (
  <div className={classes.problem}>
    <p>{step.reason || step.text || "Something failed."}</p>
    {step.solution && <p>{step.solution}</p>}
  </div>
);
