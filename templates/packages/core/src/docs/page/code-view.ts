import { announce, el, icon, present } from "./dom.ts";
import { jsonTokens } from "./json-tokens.ts";

const longestColoured = 60_000;

/** A block of code. JSON is coloured, unless it is long. */
export function codeBlock(text: string, label: string, language: "json" | "text" = "text"): HTMLElement {
  const code = el("code");
  if (language === "json" && text.length <= longestColoured) {
    for (const token of jsonTokens(text)) {
      code.append(
        token.kind === "plain" ? token.text : el("span", { class: `token-${token.kind}` }, token.text),
      );
    }
  } else code.textContent = text;
  // a region that scrolls must be reachable by keyboard
  return el("pre", { class: "code", tabindex: "0", role: "region", "aria-label": label }, code);
}

/** A button that copies, where the browser lets a page do so (a secure context). */
export function copyButton(what: string, text: () => string): HTMLButtonElement | undefined {
  if (!("clipboard" in navigator)) return undefined;
  const button = el("button", { type: "button", class: "icon-button", title: `Copy ${what}` });
  const show = (done: boolean) =>
    button.replaceChildren(
      icon(done ? "check" : "copy"),
      el("span", { class: "visually-hidden" }, `Copy ${what}`),
    );
  show(false);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      show(true);
      announce("Copied");
      setTimeout(() => show(false), 1500);
    } catch {
      announce("The browser did not allow copying");
    }
  });
  return button;
}

/** A framed part of the page with a heading line. */
export function card(
  title: HTMLElement,
  actions: readonly (Node | undefined)[],
  ...content: Node[]
): HTMLElement {
  const head = el(
    "div",
    { class: "card-head" },
    title,
    el("div", { class: "card-actions" }, ...present(actions)),
  );
  return el("section", { class: "card" }, head, ...content);
}

export function methodBadge(method: string): HTMLElement {
  return el("span", { class: "method", "data-method": method.toLowerCase() }, method);
}

/** A path whose parameters stand out. */
export function pathText(path: string): HTMLElement {
  const parts = path
    .split(/(\{[^{}]*\})/)
    .map((part) => (part.startsWith("{") ? el("span", { class: "path-parameter" }, part) : part));
  // lines break after a slash rather than inside a word
  return el(
    "code",
    { class: "path" },
    ...parts.flatMap((part) => (typeof part === "string" ? breakable(part) : [part])),
  );
}

function breakable(text: string): (Node | string)[] {
  return text.split(/(?<=\/)/).flatMap((part, index) => (index === 0 ? [part] : [el("wbr"), part]));
}
