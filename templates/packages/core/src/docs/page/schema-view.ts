import { el, present } from "./dom.ts";
import { type Json, listOf, textOf } from "./json.ts";
import { markdown } from "./markdown-view.ts";
import { alternativesOf, objectShape } from "./object-shape.ts";
import type { Resolve } from "./reference.ts";
import { ruleTexts, typeText } from "./schema-text.ts";

/** A schema as a list of its members. What lies deeper is made when it is opened, so that recursion ends by itself. */
export function schemaView(schema: unknown, resolve: Resolve): HTMLElement {
  const { node } = resolve(schema);
  const children = childrenOf(node, resolve);
  return el(
    "div",
    { class: "schema" },
    el("p", { class: "schema-type" }, el("span", { class: "type" }, typeText(schema, resolve))),
    markdown(textOf(node["description"])),
    rules(node),
    children?.(),
  );
}

export interface Field {
  readonly name: string;
  readonly schema: unknown;
  readonly required: boolean;
  readonly deprecated?: boolean;
  /** Instead of the schema's own. */
  readonly description?: string;
}

/** One member or parameter. */
export function fieldView(field: Field, resolve: Resolve): HTMLElement {
  const { node } = resolve(field.schema);
  const flags: [boolean, string, string][] = [
    [field.required, "required", "flag-required"],
    [field.deprecated === true || node["deprecated"] === true, "deprecated", "flag-deprecated"],
    [node["readOnly"] === true, "read-only", ""],
    [node["writeOnly"] === true, "write-only", ""],
  ];
  const children = childrenOf(node, resolve);
  return el(
    "li",
    { class: "field" },
    el(
      "div",
      { class: "field-head" },
      el("code", { class: "field-name" }, field.name),
      el("span", { class: "type" }, typeText(field.schema, resolve, 1)),
      ...flags.filter(([on]) => on).map(([, text, name]) => el("span", { class: `flag ${name}` }, text)),
    ),
    markdown(field.description ?? textOf(node["description"])),
    rules(node),
    children && nested("Members", children),
  );
}

export function fieldList(fields: readonly Field[], resolve: Resolve): HTMLElement {
  return el("ul", { class: "fields" }, ...fields.map((field) => fieldView(field, resolve)));
}

/** How to show what is inside of a schema; `undefined` when nothing is. */
function childrenOf(node: Json, resolve: Resolve): (() => HTMLElement) | undefined {
  const shape = objectShape(node, resolve);
  const alternatives = alternativesOf(node);
  if (alternatives.some((part) => hasChildren(resolve(part).node, resolve))) {
    return () => unionView(alternatives, shape ? () => shapeView(node, resolve) : undefined, resolve);
  }
  if (shape && (shape.properties.length > 0 || typeof shape.additional === "object")) {
    return () => shapeView(node, resolve);
  }
  const item = node["items"] === undefined ? undefined : resolve(node["items"]).node;
  if (item === undefined) return undefined;
  return hasChildren(item, resolve) || ruleTexts(item).length > 0 || item["enum"] !== undefined
    ? () => itemView(item, resolve)
    : undefined;
}

/** Looks one level down only: a schema may contain itself. */
function hasChildren(node: Json, resolve: Resolve): boolean {
  return (
    (objectShape(node, resolve)?.properties.length ?? 0) > 0 ||
    alternativesOf(node).length > 0 ||
    "items" in node
  );
}

function itemView(item: Json, resolve: Resolve): HTMLElement {
  if (objectShape(item, resolve)) return shapeView(item, resolve);
  return el(
    "div",
    { class: "fields field" },
    el(
      "div",
      { class: "field-head" },
      el("span", { class: "field-name" }, "each item"),
      el("span", { class: "type" }, typeText(item, resolve, 1)),
    ),
    rules(item),
    hasChildren(item, resolve) && nested("Members", () => childrenOf(item, resolve)?.() ?? el("p")),
  );
}

function shapeView(node: Json, resolve: Resolve): HTMLElement {
  const shape = objectShape(node, resolve);
  const fields: Field[] = (shape?.properties ?? []).map((property) => ({ ...property }));
  if (typeof shape?.additional === "object") {
    fields.push({ name: "any other name", schema: shape.additional, required: false });
  }
  return fieldList(fields, resolve);
}

function unionView(
  alternatives: readonly unknown[],
  common: (() => HTMLElement) | undefined,
  resolve: Resolve,
): HTMLElement {
  const parts = alternatives.map((part, index) => {
    const children = childrenOf(resolve(part).node, resolve);
    const label = `Option ${index + 1}: ${typeText(part, resolve, 1)}`;
    return children ? nested(label, children) : el("p", { class: "option" }, label);
  });
  return el("div", { class: "union" }, ...present([common?.()]), ...parts);
}

/** A part that is made when it is first opened. */
function nested(label: string, content: () => HTMLElement): HTMLElement {
  const details = el("details", { class: "nested" }, el("summary", {}, label));
  details.addEventListener("toggle", () => details.append(content()), { once: true });
  return details;
}

function rules(node: Json): HTMLElement | undefined {
  const texts = ruleTexts(node).map((text) => el("span", { class: "rule" }, text));
  const values = listOf(node["enum"]).map((value) => el("code", { class: "value" }, JSON.stringify(value)));
  if (texts.length + values.length === 0) return undefined;
  return el("div", { class: "rules" }, ...texts, ...values);
}
