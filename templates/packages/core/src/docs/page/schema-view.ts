import { el, present } from "./dom.ts";
import { type Json, listOf, textOf } from "./json.ts";
import { markdown } from "./markdown-view.ts";
import { alternativesOf, objectShape, withoutNull } from "./object-shape.ts";
import type { Resolve } from "./reference.ts";
import { ruleTexts, typeText } from "./schema-text.ts";

/** A schema as a list of its members. What lies deeper is made when it is opened, so that recursion ends by itself. */
export function schemaView(
  schema: unknown,
  resolve: Resolve,
  mediaTypes: readonly string[] = [],
): HTMLElement {
  const node = withoutNull(resolve(schema).node, resolve);
  return el(
    "div",
    { class: "schema" },
    el(
      "p",
      { class: "schema-type" },
      ...mediaTypes.map((mediaType) => el("code", {}, mediaType)),
      el("span", { class: "type" }, typeText(schema, resolve)),
    ),
    markdown(textOf(node["description"])),
    rules(node),
    insideOf(node, resolve)?.view(),
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
  const node = withoutNull(resolve(field.schema).node, resolve);
  const flags: [boolean, string, string][] = [
    [field.required, "required", "flag-required"],
    [field.deprecated === true || node["deprecated"] === true, "deprecated", "flag-deprecated"],
    [node["readOnly"] === true, "read-only", ""],
    [node["writeOnly"] === true, "write-only", ""],
  ];
  const inside = insideOf(node, resolve);
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
    inside && (inside.isLazy ? inside.view() : nested(inside.label, inside.view)),
  );
}

export function fieldList(fields: readonly Field[], resolve: Resolve): HTMLElement {
  return el("ul", { class: "fields" }, ...fields.map((field) => fieldView(field, resolve)));
}

interface Inside {
  readonly label: string;
  readonly view: () => HTMLElement;
  /** Its parts are made when they are opened, so it may be shown at once. */
  readonly isLazy?: boolean;
}

/** What is inside of a schema; `undefined` when nothing is. */
function insideOf(node: Json, resolve: Resolve): Inside | undefined {
  const shape = objectShape(node, resolve);
  const alternatives = alternativesOf(node);
  if (alternatives.some((part) => hasMore(resolve(part).node, resolve))) {
    const common = () => (shape ? shapeView(node, resolve) : undefined);
    return {
      label: "Options",
      view: () => unionView(alternatives, common, resolve),
      isLazy: shape === undefined,
    };
  }
  if (shape && (shape.properties.length > 0 || typeof shape.additional === "object")) {
    return { label: "Members", view: () => shapeView(node, resolve) };
  }
  if (node["items"] === undefined) return undefined;
  const item = resolve(node["items"]).node;
  if (!hasMore(item, resolve)) return undefined;
  return objectShape(item, resolve)
    ? { label: "Members of each item", view: () => shapeView(item, resolve) }
    : { label: "Each item", view: () => schemaView(item, resolve) };
}

/** Looks one level down only: a schema may contain itself. */
function hasMore(node: Json, resolve: Resolve): boolean {
  const shape = objectShape(node, resolve);
  return (
    (shape !== undefined && (shape.properties.length > 0 || typeof shape.additional === "object")) ||
    alternativesOf(node).length > 0 ||
    "items" in node ||
    "enum" in node ||
    ruleTexts(node).length > 0
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
  common: () => HTMLElement | undefined,
  resolve: Resolve,
): HTMLElement {
  const parts = alternatives.map((part, index) => {
    const { node } = resolve(part);
    const label = `Option ${index + 1}: ${optionText(part, resolve)}`;
    if (!hasMore(node, resolve)) return el("p", { class: "option" }, label);
    const inside = objectShape(node, resolve) ? insideOf(node, resolve) : undefined;
    return nested(label, inside?.view ?? (() => schemaView(part, resolve)));
  });
  return el("div", { class: "union" }, ...present([common()]), ...parts);
}

/** Objects without a name are told apart by what is fixed in them: `kind: "daily"`. */
function optionText(part: unknown, resolve: Resolve): string {
  const { node, name } = resolve(part);
  const fixed = (objectShape(node, resolve)?.properties ?? [])
    .map((property) => ({ name: property.name, node: resolve(property.schema).node }))
    .filter((property) => "const" in property.node)
    .map((property) => `${property.name}: ${JSON.stringify(property.node["const"])}`);
  return name ?? (textOf(node["title"]) || fixed.join(", ") || typeText(part, resolve, 1));
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
