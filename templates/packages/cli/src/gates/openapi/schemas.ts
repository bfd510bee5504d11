import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, listOf, objectAt, resolve, textsIn } from "./json.ts";

export interface Documents {
  readonly before: Json;
  readonly after: Json;
  /** A request may be asked for less than before, a response may promise more. */
  readonly direction: "request" | "response";
}

type Report = (message: string) => void;

const mostDepth = 24;

/** Reports what of a schema breaks those who wrote to, or read from, the old one. */
export function compareSchemas(
  old: unknown,
  now: unknown,
  name: string,
  documents: Documents,
  report: Report,
): void {
  const seen: (readonly [Json, Json])[] = [];
  compare(old, now, name, 0);

  function compare(oldNode: unknown, nowNode: unknown, at: string, depth: number): void {
    const was = resolve(oldNode, documents.before);
    const is = resolve(nowNode, documents.after);
    if (depth > mostDepth || seen.some(([a, b]) => a === was && b === is)) return;
    seen.push([was, is]);
    compareTypes(was, is, at);
    compareValues(was, is, at);
    if (documents.direction === "request") compareBounds(was, is, at);
    compareAlternatives(was, is, at, depth);
    compareProperties(was, is, at, depth);
    if (isObject(was["items"]) && isObject(is["items"]))
      compare(was["items"], is["items"], `an element of ${at}`, depth + 1);
    const parts = [listOf(was["allOf"]), listOf(is["allOf"])] as const;
    for (const [index, part] of parts[0].entries()) {
      if (parts[1][index] !== undefined) compare(part, parts[1][index], at, depth + 1);
    }
  }

  function compareTypes(was: Json, is: Json, at: string): void {
    const [before, after] = [typesOf(was), typesOf(is)];
    if (before === undefined && after === undefined) return;
    // Who is asked must take what it took; who answers must give nothing new.
    const [all, given] = documents.direction === "request" ? [after, before] : [before, after];
    if (all === undefined) return;
    const extra =
      given === undefined
        ? ["anything"]
        : given.filter((type) => !all.includes(type) && !(type === "integer" && all.includes("number")));
    if (extra.length === 0) return;
    if (documents.direction === "response")
      report(extra.includes("null") ? `${at} may be null` : `${at} may be ${extra.join(" or ")}`);
    else report(`${at} may no longer be ${extra.join(" or ")}`);
  }

  function compareValues(was: Json, is: Json, at: string): void {
    const [before, after] = [valuesOf(was), valuesOf(is)];
    if (documents.direction === "request") {
      if (after === undefined) return;
      const gone = before?.filter((value) => !after.some((one) => isDeepStrictEqual(one, value)));
      if (gone === undefined) report(`${at} may only be one of a few values`);
      else if (gone.length > 0)
        report(`${at} may no longer be ${gone.map((value) => JSON.stringify(value)).join(" or ")}`);
    } else if (before !== undefined) {
      const more = after?.filter((value) => !before.some((one) => isDeepStrictEqual(one, value)));
      if (more === undefined) report(`${at} may be any value`);
      else if (more.length > 0)
        report(`${at} may be ${more.map((value) => JSON.stringify(value)).join(" or ")}`);
    }
  }

  function compareAlternatives(was: Json, is: Json, at: string, depth: number): void {
    for (const key of ["anyOf", "oneOf"]) {
      const [before, after] = [listOf(was[key]), listOf(is[key])];
      if (before.length === 0 || after.length === 0) continue;
      if (before.length === after.length) {
        for (const [index, one] of before.entries()) compare(one, after[index], at, depth + 1);
      } else if (
        documents.direction === "request" ? after.length < before.length : after.length > before.length
      ) {
        report(
          documents.direction === "request" ? `${at} lost an alternative` : `${at} has another alternative`,
        );
      }
    }
  }

  function compareProperties(was: Json, is: Json, at: string, depth: number): void {
    const [before, after] = [objectAt(was, "properties"), objectAt(is, "properties")];
    const [needed, needs] = [textsIn(was["required"]), textsIn(is["required"])];
    const request = documents.direction === "request";
    for (const [key, schema] of Object.entries(before)) {
      const field = `${at}'s ${key}`;
      if (!(key in after)) {
        // What an object takes besides its properties, it takes still.
        if (!request || is["additionalProperties"] === false) report(`${field} is gone`);
        continue;
      }
      if (!request && needed.includes(key) && !needs.includes(key)) report(`${field} may be missing`);
      compare(schema, after[key], field, depth + 1);
    }
    if (!request) return;
    for (const key of needs) {
      if (!needed.includes(key))
        report(key in before ? `${at}'s ${key} became required` : `${at}'s ${key} is new and required`);
    }
    if (
      was["additionalProperties"] !== false &&
      is["additionalProperties"] === false &&
      typesOf(was)?.includes("object")
    ) {
      report(`${at} takes no other fields`);
    }
  }

  function compareBounds(was: Json, is: Json, at: string): void {
    for (const key of ["maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"]) {
      if (numberAt(is, key, Number.POSITIVE_INFINITY) < numberAt(was, key, Number.POSITIVE_INFINITY))
        report(`${at} has a smaller ${key}`);
    }
    for (const key of ["minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"]) {
      const none = key.startsWith("min") && key !== "minimum" ? 0 : Number.NEGATIVE_INFINITY;
      if (numberAt(is, key, none) > numberAt(was, key, none)) report(`${at} has a larger ${key}`);
    }
    for (const key of ["pattern", "format", "multipleOf"]) {
      if (is[key] !== undefined && !isDeepStrictEqual(is[key], was[key])) report(`${at} has another ${key}`);
    }
    if (is["uniqueItems"] === true && was["uniqueItems"] !== true) report(`${at} must have no element twice`);
  }
}

/** `undefined` for a schema that takes every type. */
function typesOf(schema: Json): string[] | undefined {
  const { type } = schema;
  if (typeof type === "string") return schema["nullable"] === true ? [type, "null"] : [type];
  return Array.isArray(type) ? textsIn(type) : undefined;
}

function valuesOf(schema: Json): readonly unknown[] | undefined {
  if ("const" in schema) return [schema["const"]];
  return Array.isArray(schema["enum"]) ? schema["enum"] : undefined;
}

function numberAt(schema: Json, key: string, none: number): number {
  const value = schema[key];
  return typeof value === "number" ? value : none;
}
