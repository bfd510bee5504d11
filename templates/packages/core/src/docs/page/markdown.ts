/** The part of Markdown that descriptions use. Everything else stays the text that it is; HTML is text. */
export type Block =
  | { readonly kind: "paragraph" | "heading"; readonly spans: readonly Span[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] };

export type Span =
  | { readonly kind: "text" | "code" | "strong" | "emphasis"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

const item = /^\s{0,3}(?:([-*+])|\d{1,9}[.)])\s+(.*)$/;

export function parseMarkdown(source: string): Block[] {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", spans: parseSpans(paragraph.join(" ")) });
    paragraph = [];
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const fence = /^\s{0,3}(```|~~~)/.exec(line)?.[1];
    const heading = /^\s{0,3}#{1,6}\s+(.*)$/.exec(line)?.[1];
    const bullet = item.exec(line);
    if (fence !== undefined) {
      endParagraph();
      const code: string[] = [];
      while (++index < lines.length && !lines[index]?.trimStart().startsWith(fence))
        code.push(lines[index] ?? "");
      blocks.push({ kind: "code", text: code.join("\n") });
    } else if (heading !== undefined) {
      endParagraph();
      blocks.push({ kind: "heading", spans: parseSpans(heading) });
    } else if (bullet) {
      endParagraph();
      const items = [bullet[2] ?? ""];
      for (; index + 1 < lines.length; index++) {
        const next = lines[index + 1] ?? "";
        const more = item.exec(next);
        if (more) items.push(more[2] ?? "");
        else if (/^\s+\S/.test(next)) items.push(`${items.pop()} ${next.trim()}`);
        else break;
      }
      blocks.push({ kind: "list", ordered: bullet[1] === undefined, items: items.map(parseSpans) });
    } else if (line.trim() === "") endParagraph();
    else paragraph.push(line.trim());
  }
  endParagraph();
  return blocks;
}

const spanStart =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<!\*)\*([^*\s](?:[^*\n]*[^*\s])?)\*|\[([^[\]\n]+)\]\(([^()\s]+)\)/g;

function parseSpans(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(spanStart)) {
    const [whole, code, strong, emphasis, label, target] = match;
    const span = spanOf(code, strong, emphasis, label, target);
    if (span === undefined) continue;
    if (match.index > end) spans.push({ kind: "text", text: text.slice(end, match.index) });
    spans.push(span);
    end = match.index + whole.length;
  }
  if (end < text.length) spans.push({ kind: "text", text: text.slice(end) });
  return spans;
}

function spanOf(
  code?: string,
  strong?: string,
  emphasis?: string,
  label?: string,
  target?: string,
): Span | undefined {
  if (code !== undefined) return { kind: "code", text: code };
  if (strong !== undefined) return { kind: "strong", text: strong };
  if (emphasis !== undefined) return { kind: "emphasis", text: emphasis };
  const href = webUrl(target ?? "");
  return label === undefined || href === undefined ? undefined : { kind: "link", text: label, href };
}

/** The URL as it will be opened; `undefined` for anything but http and https. */
export function webUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
}
