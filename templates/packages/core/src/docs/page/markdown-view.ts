import { el } from "./dom.ts";
import { type Block, parseMarkdown, type Span } from "./markdown.ts";

/** A description; `undefined` when there is none. */
export function markdown(source: string): HTMLElement | undefined {
  const blocks = parseMarkdown(source);
  return blocks.length === 0 ? undefined : el("div", { class: "prose" }, ...blocks.map(block));
}

function block(part: Block): HTMLElement {
  if (part.kind === "code") return el("pre", { class: "code", tabindex: "0" }, el("code", {}, part.text));
  if (part.kind === "list") {
    return el(part.ordered ? "ol" : "ul", {}, ...part.items.map((spans) => el("li", {}, ...spans.map(span))));
  }
  // a description's headings are no headings of the page: they would break its outline
  return el("p", { class: part.kind === "heading" ? "prose-heading" : undefined }, ...part.spans.map(span));
}

function span(part: Span): Node {
  if (part.kind === "link") return el("a", { href: part.href, rel: "noopener noreferrer" }, part.text);
  if (part.kind === "code") return el("code", {}, part.text);
  if (part.kind === "strong") return el("strong", {}, part.text);
  if (part.kind === "emphasis") return el("em", {}, part.text);
  return document.createTextNode(part.text);
}
