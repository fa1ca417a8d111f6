import { CodeBlock } from "@/components/markdown/code-block";
import type { Field } from "../model/types";
import classes from "./inspector.module.css";

/** A component's source, to read. */
export const CodeField = ({ field }: { field: Field }) => (
  <div className={classes.code}>
    <CodeBlock lang="python" text={String(field.value ?? "")} />
  </div>
);
