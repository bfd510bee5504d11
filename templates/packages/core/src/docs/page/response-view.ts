import type { Content, DeclaredResponse } from "./api.ts";
import { card, codeBlock, copyButton } from "./code-view.ts";
import { el, freshId } from "./dom.ts";
import { exampleOf } from "./example.ts";
import type { Resolve } from "./reference.ts";
import { fieldList, schemaView } from "./schema-view.ts";

/** Every declared response; the first one is open. */
export function responseList(responses: readonly DeclaredResponse[], resolve: Resolve): HTMLElement {
  return el(
    "div",
    { class: "responses" },
    ...responses.map((response, index) => responseView(response, index === 0, resolve)),
  );
}

function responseView(response: DeclaredResponse, isOpen: boolean, resolve: Resolve): HTMLElement {
  const summary = el(
    "summary",
    {},
    statusBadge(response.status),
    el("span", { class: "response-description" }, response.description),
  );
  const details = el("details", { class: "response" }, summary);
  const fill = () => details.append(responseBody(response, resolve));
  if (isOpen) {
    details.open = true;
    fill();
  } else details.addEventListener("toggle", fill, { once: true });
  return details;
}

function responseBody(response: DeclaredResponse, resolve: Resolve): HTMLElement {
  const parts: HTMLElement[] = response.contents.map(({ schema, mediaType }) =>
    schemaView(schema, resolve, [mediaType]),
  );
  if (response.headers.length > 0)
    parts.unshift(el("h3", {}, "Headers"), fieldList(response.headers, resolve));
  if (parts.length === 0) parts.push(el("p", { class: "muted" }, "No described body."));
  return el("div", { class: "response-body" }, ...parts);
}

export function statusBadge(status: string): HTMLElement {
  const family = /^[1-5]/.exec(status)?.[0] ?? "default";
  return el("span", { class: "status", "data-family": family }, status);
}

interface Shown {
  readonly label: string;
  readonly status: string;
  readonly text: string;
  readonly language: "json" | "text";
}

/** An example of each response that has a body, one at a time. */
export function exampleCard(
  responses: readonly DeclaredResponse[],
  resolve: Resolve,
): HTMLElement | undefined {
  const examples = responses.flatMap((response) =>
    response.contents.slice(0, 1).flatMap((content) => examplesOf(response, content, resolve)),
  );
  const [first] = examples;
  if (!first) return undefined;
  const title = el("h2", { id: freshId() }, "Example response");
  const body = el("div");
  let shown = first;
  const show = (example: Shown) => {
    shown = example;
    body.replaceChildren(codeBlock(example.text, `Example of ${example.status}`, example.language));
  };
  show(first);
  const select = el(
    "select",
    { "aria-label": "Example of which response", class: "compact" },
    ...examples.map(({ label }, index) => el("option", { value: String(index) }, label)),
  );
  select.addEventListener("change", () => show(examples[Number(select.value)] ?? first));
  return card(title, [select, copyButton("the example", () => shown.text)], body);
}

function examplesOf(response: DeclaredResponse, content: Content, resolve: Resolve): Shown[] {
  const given = content.examples.map(({ name, value }) => ({ label: `${response.status} · ${name}`, value }));
  const schema = withStatus(content, response.status);
  const made = { label: response.status, value: exampleOf(schema, { resolve, direction: "response" }) };
  return (given.length > 0 ? given : [made]).map(({ label, value }) => ({
    label,
    status: response.status,
    ...asText(value, content.mediaType),
  }));
}

/** A problem's `status` is the response's own (RFC 9457 §3.1.2), and only a 422 lists the faults of a request. */
function withStatus({ mediaType, schema }: Content, status: string): unknown {
  if (mediaType !== "application/problem+json" || !/^\d{3}$/.test(status)) return schema;
  const listed = status === "422" ? {} : { errors: false };
  return { allOf: [schema, { properties: { status: { const: Number(status) }, ...listed } }] };
}

export function asText(value: unknown, mediaType: string): Pick<Shown, "text" | "language"> {
  if (typeof value === "string" && !/[/+]json$/.test(mediaType)) return { text: value, language: "text" };
  return { text: JSON.stringify(value, undefined, 2) ?? "", language: "json" };
}
