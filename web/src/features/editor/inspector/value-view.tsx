/** A value a node produced: text as text, rows as a table, everything else as a tree. */
import { SegmentedControl, Table, Text } from "@mantine/core";
import { useState } from "react";
import { Markdown } from "@/components/markdown/markdown";
import type { Value } from "../model/run";
import type { Json, JsonObject } from "../model/types";
import { JsonTree } from "./json-tree";
import classes from "./inspector.module.css";

const LONGEST = 100_000;
const MOST_ROWS = 200;

export function ValueView({ value }: { value: Value }) {
  const [raw, setRaw] = useState(false);
  const text = textOf(value);
  const rows = text === null ? rowsOf(value.value) : null;
  if (text === null && rows === null) return <JsonTree value={value.value} />;
  return (
    <>
      <SegmentedControl size="xs" mb={6} data={[{ value: "view", label: rows ? "Table" : "Text" }, { value: "raw", label: "JSON" }]} value={raw ? "raw" : "view"} onChange={(next) => setRaw(next === "raw")} aria-label="How to show it" />
      {raw ? <JsonTree value={value.value} /> : rows ? <Rows rows={rows} /> : <TextView text={text ?? ""} />}
    </>
  );
}

function TextView({ text }: { text: string }) {
  if (text === "") return <Text size="sm" c="dimmed">Empty text.</Text>;
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${(text.length - LONGEST).toLocaleString()} more characters` : text;
  return <div className={classes.text} tabIndex={0} role="region" aria-label="Text">{/^#|\*\*|```|\n[-*] /m.test(cut) ? <Markdown text={cut} under={3} /> : cut}</div>;
}

function Rows({ rows }: { rows: JsonObject[] }) {
  const columns = [...new Set(rows.slice(0, 50).flatMap((row) => Object.keys(row)))];
  return (
    <div className={classes.tableBox} tabIndex={0} role="region" aria-label="Rows">
      <Table stickyHeader fz="xs" verticalSpacing={3} striped>
        <Table.Thead>
          <Table.Tr>{columns.map((column) => <Table.Th key={column}>{column}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, MOST_ROWS).map((row, at) => (
            <Table.Tr key={at}>{columns.map((column) => <Table.Td key={column}>{cell(row[column])}</Table.Td>)}</Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > MOST_ROWS && <Text size="xs" c="dimmed" p="xs">{(rows.length - MOST_ROWS).toLocaleString()} more rows</Text>}
    </div>
  );
}

const cell = (value: Json | undefined): string => {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};

export function textOf({ type, value }: Value): string | null {
  if (typeof value === "string") return value;
  if ((type === "Message" || type === "Text") && value && typeof value === "object" && !Array.isArray(value)) {
    const inner = value.data && typeof value.data === "object" && !Array.isArray(value.data) ? value.data : value;
    return typeof value.text === "string" ? value.text : typeof inner.text === "string" ? inner.text : null;
  }
  return null;
}

function rowsOf(value: Json): JsonObject[] | null {
  const list = Array.isArray(value) ? value : value && typeof value === "object" && Array.isArray(value.rows) ? value.rows : null;
  if (!list || list.length === 0) return null;
  return list.every((row) => typeof row === "object" && row !== null && !Array.isArray(row)) ? (list as JsonObject[]) : null;
}
