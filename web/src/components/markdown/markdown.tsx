/** Draws the Markdown tree. No HTML is ever set, and pictures of other hosts become links. */
import { memo, useMemo, type ReactNode } from "react";
import { ownImage, parseMarkdown, safe, type Block, type Inline } from "@/lib/markdown";
import { CodeBlock } from "./code-block";
import classes from "./markdown.module.css";

interface MarkdownProps {
  text: string;
  /** Level of the page's heading above: headings inside start one below. */
  under?: number;
}

export const Markdown = memo(function Markdown({ text, under = 2 }: MarkdownProps) {
  const tree = useMemo(() => parseMarkdown(text), [text]);
  return <div className={classes.root}>{tree.map((block, at) => <BlockView key={at} block={block} under={under} />)}</div>;
});

function BlockView({ block, under }: { block: Block; under: number }): ReactNode {
  switch (block.type) {
    case "heading": {
      const Tag = `h${Math.min(6, under + (block.rank ?? block.level))}` as "h3";
      return <Tag className={classes.heading} data-level={block.level}>{runs(block.children)}</Tag>;
    }
    case "paragraph":
      return <p>{runs(block.children)}</p>;
    case "code":
      return <CodeBlock text={block.text} lang={block.lang} />;
    case "rule":
      return <hr />;
    case "quote":
      return <blockquote>{block.blocks.map((inner, at) => <BlockView key={at} block={inner} under={under} />)}</blockquote>;
    case "list":
      return <ListView block={block} under={under} />;
    case "table":
      return <TableView block={block} />;
  }
}

function ListView({ block, under }: { block: Extract<Block, { type: "list" }>; under: number }) {
  const items = block.items.map((item, at) => (
    <li key={at} data-task={item.done === undefined ? undefined : item.done}>
      {item.done !== undefined && <span aria-label={item.done ? "done" : "open"}>{item.done ? "☑ " : "☐ "}</span>}
      {item.blocks.map((inner, place) =>
        inner.type === "paragraph" ? <span key={place}>{runs(inner.children)}</span> : <BlockView key={place} block={inner} under={under} />,
      )}
    </li>
  ));
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

function TableView({ block }: { block: Extract<Block, { type: "table" }> }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label="Table">
      <table>
        <thead>
          <tr>{block.head.map((cell, at) => <th key={at}>{runs(cell)}</th>)}</tr>
        </thead>
        <tbody>
          {block.rows.map((row, at) => <tr key={at}>{row.map((cell, place) => <td key={place}>{runs(cell)}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  );
}

const runs = (children: Inline[]): ReactNode => children.map((child, at) => <Run key={at} run={child} />);

function Run({ run }: { run: Inline }): ReactNode {
  switch (run.type) {
    case "text":
      return run.text;
    case "break":
      return <br />;
    case "code":
      return <code>{run.text}</code>;
    case "strong":
      return <strong>{runs(run.children)}</strong>;
    case "em":
      return <em>{runs(run.children)}</em>;
    case "del":
      return <del>{runs(run.children)}</del>;
    case "image":
      return ownImage(run.src) ? <img src={run.src} alt={run.alt} loading="lazy" /> : <Anchor href={run.src}>{run.alt || run.src}</Anchor>;
    case "link":
      return <Anchor href={run.href}>{runs(run.children)}</Anchor>;
  }
}

function Anchor({ href, children }: { href: string; children: ReactNode }) {
  if (!safe(href)) return children;
  return <a href={href} target="_blank" rel="noopener noreferrer nofollow">{children}</a>;
}
