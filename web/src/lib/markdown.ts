/**
 * The part of Markdown people use in notes and chats, as a tree. HTML stays text, so nothing a model or a file says
 * can become an element of the page; the tree is drawn by components/markdown.
 */

export type Inline =
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "strong" | "em" | "del"; children: Inline[] }
  | { type: "link"; href: string; children: Inline[] }
  | { type: "image"; src: string; alt: string }
  | { type: "break" };

export interface ListItem {
  blocks: Block[];
  done?: boolean;
}

export type Block =
  | { type: "heading"; level: number; rank?: number; children: Inline[] }
  | { type: "paragraph"; children: Inline[] }
  | { type: "code"; lang: string; text: string }
  | { type: "list"; ordered: boolean; start: number; items: ListItem[] }
  | { type: "quote"; blocks: Block[] }
  | { type: "table"; head: Inline[][]; rows: Inline[][][] }
  | { type: "rule" };

const FENCE = /^ {0,3}(```+|~~~+)\s*([\w+#.-]*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TABLE_LINE = /^\s*\|?(\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*$/;
const DEEPEST = 12;

export function parseMarkdown(text: string): Block[] {
  const found = blocks(text.replaceAll("\r\n", "\n").split("\n"), 0);
  const levels = [...new Set(found.flatMap((block) => (block.type === "heading" ? [block.level] : [])))].sort();
  return found.map((block) => (block.type === "heading" ? { ...block, rank: nesting(levels, block.level) } : block));
}

/** A text that begins with ## and goes on with #### has headings one and two deep for those who listen to the page. */
const nesting = (levels: number[], level: number): number => levels.indexOf(level) + 1;

function blocks(lines: string[], depth: number): Block[] {
  const found: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === "") {
      at += 1;
      continue;
    }
    const [block, used] = depth > DEEPEST ? paragraph(lines, at) : blockAt(lines, at, depth);
    found.push(block);
    at += used;
  }
  return found;
}

function blockAt(lines: string[], at: number, depth: number): [Block, number] {
  const line = lines[at]!;
  if (FENCE.test(line)) return fence(lines, at);
  const heading = HEADING.exec(line);
  if (heading) return [{ type: "heading", level: heading[1]!.length, children: inline(heading[2]!) }, 1];
  if (RULE.test(line)) return [{ type: "rule" }, 1];
  if (/^\s{0,3}>/.test(line)) return quote(lines, at, depth);
  if (ITEM.test(line)) return list(lines, at, depth);
  if (line.includes("|") && TABLE_LINE.test(lines[at + 1] ?? "")) return table(lines, at);
  return paragraph(lines, at);
}

function fence(lines: string[], at: number): [Block, number] {
  const [, mark, lang] = FENCE.exec(lines[at]!)!;
  const end = lines.findIndex((line, place) => place > at && line.trim().startsWith(mark!));
  const last = end < 0 ? lines.length : end;
  return [{ type: "code", lang: lang ?? "", text: lines.slice(at + 1, last).join("\n") }, last - at + 1];
}

function quote(lines: string[], at: number, depth: number): [Block, number] {
  let end = at;
  while (end < lines.length && /^\s{0,3}>/.test(lines[end]!)) end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(/^\s{0,3}>\s?/, ""));
  return [{ type: "quote", blocks: blocks(inner, depth + 1) }, end - at];
}

function list(lines: string[], at: number, depth: number): [Block, number] {
  const [, indent, bullet] = ITEM.exec(lines[at]!)!;
  const ordered = /\d/.test(bullet!);
  const items: ListItem[] = [];
  let place = at;
  while (place < lines.length) {
    const match = ITEM.exec(lines[place]!);
    if (!match || match[1]!.length !== indent!.length || /\d/.test(match[2]!) !== ordered) break;
    const body = [match[3]!];
    place += 1;
    while (place < lines.length && belongs(lines, place, indent!.length)) body.push(lines[place++]!);
    items.push(item(body, match[0].length - match[3]!.length, depth));
  }
  return [{ type: "list", ordered, start: ordered ? parseInt(bullet!, 10) : 1, items }, place - at];
}

/** Deeper lines, and blank ones that deeper lines follow, are part of the item above. */
function belongs(lines: string[], at: number, indent: number): boolean {
  const line = lines[at]!;
  if (line.trim() === "") return /^\s+\S/.test(lines[at + 1] ?? "") && indentOf(lines[at + 1]!) > indent;
  return indentOf(line) > indent;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

function item(body: string[], width: number, depth: number): ListItem {
  const task = /^\[([ xX])\]\s+/.exec(body[0]!);
  const first = task ? body[0]!.slice(task[0].length) : body[0]!;
  const rest = body.slice(1).map((line) => line.slice(Math.min(width, indentOf(line))));
  return { blocks: blocks([first, ...rest], depth + 1), ...(task ? { done: task[1] !== " " } : {}) };
}

const cells = (line: string): Inline[][] => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => inline(cell.trim().replaceAll("\\|", "|")));

function table(lines: string[], at: number): [Block, number] {
  let end = at + 2;
  while (end < lines.length && lines[end]!.includes("|") && lines[end]!.trim() !== "") end += 1;
  return [{ type: "table", head: cells(lines[at]!), rows: lines.slice(at + 2, end).map(cells) }, end - at];
}

function paragraph(lines: string[], at: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && lines[end]!.trim() !== "" && !startsBlock(lines[end]!)) end += 1;
  const children = lines.slice(at, end).flatMap((line, place): Inline[] => [...(place ? [{ type: "break" as const }] : []), ...inline(line.trim())]);
  return [{ type: "paragraph", children }, end - at];
}

const startsBlock = (line: string): boolean => FENCE.test(line) || HEADING.test(line) || ITEM.test(line) || /^\s{0,3}>/.test(line);

const INLINE = /(`+)([\s\S]*?[^`])\1(?!`)|!\[([^\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^)]*\)|\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^)]*\)|(\*\*|__)(?=\S)([\s\S]*?\S)\7|~~(?=\S)([\s\S]*?\S)~~|(\*|(?<![\p{L}\p{N}])_)(?=\S)([^*_]*?[^\s*_])\10(?![\p{L}\p{N}])|(https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"])|\\([\\`*_{}[\]()#+\-.!|~>])/u;

/** Text runs of one line. */
export function inline(text: string): Inline[] {
  const found: Inline[] = [];
  let rest = text;
  for (;;) {
    const match = INLINE.exec(rest);
    if (!match) break;
    if (match.index > 0) found.push({ type: "text", text: rest.slice(0, match.index) });
    found.push(run(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) found.push({ type: "text", text: rest });
  return found;
}

function run(match: RegExpExecArray): Inline {
  const [all, , code, alt, src, label, href, , strong, del, , em, bare, escaped] = match;
  if (code !== undefined) return { type: "code", text: code };
  if (src !== undefined) return { type: "image", src, alt: alt ?? "" };
  if (href !== undefined) return safe(href) ? { type: "link", href, children: inline(label ?? href) } : { type: "text", text: label ?? "" };
  if (strong !== undefined) return { type: "strong", children: inline(strong) };
  if (del !== undefined) return { type: "del", children: inline(del) };
  if (em !== undefined) return { type: "em", children: inline(em) };
  if (bare !== undefined) return { type: "link", href: bare, children: [{ type: "text", text: bare }] };
  return { type: "text", text: escaped ?? all };
}

/** Only addresses that open a page; scripts and data never. */
export const safe = (href: string): boolean => /^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(href);

/** Images come from this server only: a foreign one would tell its owner who reads. */
export const ownImage = (src: string): boolean => /^\/api\//.test(src);
