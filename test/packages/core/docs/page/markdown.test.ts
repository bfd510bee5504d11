import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkdown, webUrl } from "../../../../../templates/packages/core/src/docs/page/markdown.ts";

const spansOf = (text: string) =>
  parseMarkdown(text).flatMap((block) => ("spans" in block ? block.spans : []));

describe("descriptions", () => {
  it("have paragraphs, lists, headings and code", () => {
    expect(
      parseMarkdown("# One\n\na\nb\n\n- x\n  more\n- y\n\n1. z\n\n```ts\n<b>\n\n- no\n```\nend"),
    ).toEqual([
      { kind: "heading", spans: [{ kind: "text", text: "One" }] },
      { kind: "paragraph", spans: [{ kind: "text", text: "a b" }] },
      {
        kind: "list",
        ordered: false,
        items: [[{ kind: "text", text: "x more" }], [{ kind: "text", text: "y" }]],
      },
      { kind: "list", ordered: true, items: [[{ kind: "text", text: "z" }]] },
      { kind: "code", text: "<b>\n\n- no" },
      { kind: "paragraph", spans: [{ kind: "text", text: "end" }] },
    ]);
  });

  it("have spans", () => {
    expect(spansOf("a `<b>` **c** *d* [e](https://example.com/?a=1) f")).toEqual([
      { kind: "text", text: "a " },
      { kind: "code", text: "<b>" },
      { kind: "text", text: " " },
      { kind: "strong", text: "c" },
      { kind: "text", text: " " },
      { kind: "emphasis", text: "d" },
      { kind: "text", text: " " },
      { kind: "link", text: "e", href: "https://example.com/?a=1" },
      { kind: "text", text: " f" },
    ]);
  });

  it.each([
    "javascript:alert`1`",
    "JAVASCRIPT:alert`1`",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
    "/relative",
    "blob:https://x/y",
    "",
  ])("link nowhere but to the web: %s stays text", (target) => {
    expect(webUrl(target)).toBeUndefined();
    expect(spansOf(`[a](${target})`)).toEqual([{ kind: "text", text: `[a](${target})` }]);
  });

  it("leave HTML and anything unfinished as text", () => {
    const text = "<img src=x onerror=alert(1)> **a `b [c](d *e";
    expect(spansOf(text)).toEqual([{ kind: "text", text }]);
  });

  it("lose no word", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]+$/), { minLength: 1 }), (words) => {
        expect(JSON.stringify(parseMarkdown(words.join(" ")))).toContain(words.join(" "));
      }),
    );
  });

  it.each(["*", "`", "[", "](", "**a", "[a](", "- ", "# ", "```\n", "1. a\n "])(
    "are read in linear time: %j many times",
    (part) => {
      const started = performance.now();
      parseMarkdown(part.repeat(20_000));
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});
