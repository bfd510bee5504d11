import type { Body, Content } from "./api.ts";
import { el } from "./dom.ts";
import { exampleOf } from "./example.ts";
import { fieldset, labelled, selectOf } from "./form-field.ts";
import { isObject } from "./json.ts";
import type { Resolve } from "./reference.ts";

export interface BodyEditor {
  readonly element: HTMLElement;
  mediaType(): string | undefined;
  text(): string;
}

/** A text field that starts with a body that the schema accepts. It takes anything: wrong bodies are worth a try too. */
export function bodyEditor(body: Body, resolve: Resolve): BodyEditor {
  const area = el("textarea", {
    class: "body-editor",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
  });
  const complaint = el("p", { class: "hint hint-warning", hidden: true });
  const type = selectOf(body.contents.map(({ mediaType }) => ({ value: mediaType, label: mediaType })));
  const check = () => {
    const fault = isJson(type.value) && area.value !== "" ? jsonFault(area.value) : undefined;
    complaint.hidden = fault === undefined;
    complaint.textContent = fault === undefined ? "" : `Not valid JSON: ${fault}`;
  };
  const fill = () => {
    const content = body.contents.find(({ mediaType }) => mediaType === type.value);
    area.value = content ? bodyExample(content, resolve) : "";
    area.rows = Math.min(18, Math.max(4, area.value.split("\n").length));
    check();
  };
  fill();
  type.addEventListener("input", fill);
  area.addEventListener("input", check);
  return {
    element: fieldset(
      "Body",
      body.contents.length > 1 ? labelled("Media type", type) : undefined,
      labelled(body.contents.length > 1 ? "Content" : type.value || "Content", area),
      complaint,
    ),
    mediaType: () => (type.value === "" ? undefined : type.value),
    text: () => area.value,
  };
}

function bodyExample(content: Content, resolve: Resolve): string {
  const value = content.examples[0]?.value ?? exampleOf(content.schema, { resolve, direction: "request" });
  if (isJson(content.mediaType)) return JSON.stringify(value, undefined, 2) ?? "";
  if (content.mediaType === "application/x-www-form-urlencoded" && isObject(value)) return formText(value);
  return typeof value === "string" ? value : "";
}

function formText(value: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(value).flatMap(([name, member]) =>
    (Array.isArray(member) ? member : [member]).map((one): [string, string] => [
      name,
      typeof one === "string" ? one : (JSON.stringify(one) ?? ""),
    ]),
  );
  return new URLSearchParams(pairs).toString();
}

function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
