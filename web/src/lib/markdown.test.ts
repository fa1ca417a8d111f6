import { describe, expect, it } from "vitest";
import { inline, ownImage, parseMarkdown, safe } from "./markdown";

describe("markdown", () => {
  it("reads headings, paragraphs, lists, quotes, code, tables and rules", () => {
    const text = "# Title\nSome *text*\n\n- one\n  - inner\n- [x] two\n\n> said\n\n```py\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---";
    expect(parseMarkdown(text).map((block) => block.type)).toEqual(["heading", "paragraph", "list", "quote", "code", "table", "rule"]);
  });

  it("keeps HTML as text", () => {
    expect(inline("<img src=x onerror=alert(1)>")).toEqual([{ type: "text", text: "<img src=x onerror=alert(1)>" }]);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "vbscript:x", " javascript:x"])("refuses %s as a link", (href) => {
    expect(safe(href)).toBe(false);
    expect(inline(`[x](${href})`).every((run) => run.type !== "link")).toBe(true);
  });

  it("shows pictures of this server only", () => {
    expect(ownImage("/api/v1/files/images/a/b.png")).toBe(true);
    expect(ownImage("https://elsewhere.example/pixel.png")).toBe(false);
    expect(ownImage("//elsewhere.example/pixel.png")).toBe(false);
  });

  it("reads a fence that is not closed yet, as while streaming", () => {
    expect(parseMarkdown("```js\nlet a")).toEqual([{ type: "code", lang: "js", text: "let a" }]);
  });

  it("leaves underscores inside words alone", () => {
    expect(inline("a_b_c and snake_case_name")).toEqual([{ type: "text", text: "a_b_c and snake_case_name" }]);
  });

  it("finds bold, code, links and escapes in one line", () => {
    expect(inline("**b** `c` [l](https://x.example/a_(b)) \\*").map((run) => run.type)).toEqual(["strong", "text", "code", "text", "link", "text", "text"]);
  });

  it("reads 200 kB of nested quotes quickly", () => {
    expect(parseMarkdown(`${">".repeat(2000)} x\n`.repeat(100)).length).toBeGreaterThan(0);
  });
});
