import { codeBlock, copyButton } from "./code-view.ts";
import { el, present } from "./dom.ts";
import { layOutJson } from "./json-tokens.ts";
import { statusBadge } from "./response-view.ts";
import type { Answer } from "./send.ts";

const longestShown = 200_000;

/** What came back: status, time, size, headers and body. */
export function answerView(answer: Answer): HTMLElement {
  const text = bodyText(answer);
  return el(
    "section",
    { class: "answer", "aria-label": "Response" },
    el(
      "div",
      { class: "answer-head" },
      el("h3", {}, "Response"),
      statusBadge(String(answer.status)),
      el(
        "span",
        { class: "muted" },
        `${Math.round(answer.milliseconds)} ms · ${sizeText(answer.body.length)}`,
      ),
      el(
        "div",
        { class: "card-actions" },
        ...present([text !== undefined && text !== "" && copyButton("the response", () => text)]),
      ),
    ),
    cutNote(answer),
    body(answer, text),
    el(
      "details",
      { class: "answer-headers" },
      el("summary", {}, `Headers (${answer.headers.length})`),
      el(
        "dl",
        { class: "header-list" },
        ...answer.headers.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
      ),
    ),
  );
}

function body(answer: Answer, text: string | undefined): HTMLElement {
  if (answer.body.length === 0) return el("p", { class: "muted" }, "No body.");
  if (text === undefined)
    return el("p", { class: "muted" }, `Not text: ${answer.mediaType || "no media type"}.`);
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}\n…` : text;
  return codeBlock(shown, "Response body", isJson(answer.mediaType) ? "json" : "text");
}

function bodyText({ body: bytes, mediaType }: Answer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return isJson(mediaType) ? layOutJson(text) : text;
  } catch {
    return isText(mediaType) ? new TextDecoder().decode(bytes) : undefined;
  }
}

function isText(mediaType: string): boolean {
  return mediaType.startsWith("text/") || isJson(mediaType);
}

function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

function cutNote({ cut }: Answer): HTMLElement | undefined {
  if (cut === undefined) return undefined;
  const text =
    cut === "size" ? "Only the first 1 MiB was read." : "The response ended before it was complete.";
  return el("p", { class: "notice" }, text);
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** No answer at all. `fetch` does not say why; these are the causes there are. */
export function failureView(error: unknown, wasCancelled: boolean, url: string): HTMLElement {
  if (wasCancelled) return el("p", { class: "notice" }, "Cancelled.");
  const message = error instanceof Error ? error.message : String(error);
  const foreign = URL.canParse(url) && new URL(url).origin !== location.origin;
  const hint = foreign
    ? `Is ${new URL(url).origin} reachable, and does it allow this page's origin (CORS)?`
    : "Is the server still running, and is every value allowed where it stands?";
  return el("div", { class: "notice notice-error" }, el("strong", {}, "No answer."), ` ${message}. ${hint}`);
}
