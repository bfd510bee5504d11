import { isDeepStrictEqual } from "node:util";
import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { editJson } from "./edit-json.ts";
import { type Edit, isObject, mergeValues, type Step } from "./merge-values.ts";
import type { Merged } from "./merged.ts";

const unmergeable: Merged = { clean: false, marked: undefined };

/**
 * Merges JSON, with comments or without, by key: the template's changes are made in the user's own text, whose order,
 * indent and comments stay. JSON never gets conflict markers: where it cannot be read, nothing is merged.
 */
export function mergeJson(base: string, ours: string, theirs: string): Merged {
  const values = [base, ours, theirs].map(read);
  if (values.some((value) => value === undefined)) return unmergeable;
  const { edits, kept } = mergeValues(values[0]?.value, values[1]?.value, values[2]?.value);
  let text = ours;
  for (const edit of edits) text = editJson(text, edit);
  // The library edits text; what it gives must be what was meant.
  const expected = edits.reduce((value, edit) => withEdit(value, edit.path, edit), values[1]?.value);
  return isDeepStrictEqual(read(text)?.value, expected) ? { clean: true, text, kept } : unmergeable;
}

/** The value of a JSON text; undefined when it is none, or not one that a merge by key can stand for. */
function read(text: string): { value: unknown } | undefined {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    return tree === undefined || errors.length > 0 || !isPlain(tree) ? undefined : { value: valueAt(tree) };
  } catch (error) {
    // Nested deeper than the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether every key is there once, and none would change an object's prototype. */
function isPlain(node: Node): boolean {
  const children = node.children ?? [];
  if (node.type !== "object") return children.every(isPlain);
  const keys = children.map((property) => property.children?.[0]?.value);
  if (keys.includes("__proto__") || new Set(keys).size < keys.length) return false;
  return children.every((property) => (property.children ?? []).every(isPlain));
}

function valueAt({ type, value, children = [] }: Node): unknown {
  if (type === "array") return children.map(valueAt);
  if (type !== "object") return value;
  const entries = children.map(({ children: [key, item] = [] }) => [key?.value, item && valueAt(item)]);
  return Object.fromEntries(entries);
}

/** The same edit of the value. */
function withEdit(value: unknown, [step, ...rest]: readonly Step[], edit: Edit): unknown {
  if (step === undefined) return edit.kind === "remove" ? undefined : edit.value;
  if (Array.isArray(value)) {
    const index = Number(step);
    if (rest.length > 0 || edit.kind === "set") return value.with(index, withEdit(value[index], rest, edit));
    return edit.kind === "remove" ? value.toSpliced(index, 1) : value.toSpliced(index, 0, edit.value);
  }
  const object = isObject(value) ? value : {};
  const key = String(step);
  if (rest.length === 0 && edit.kind === "remove")
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return { ...object, [key]: withEdit(Object.hasOwn(object, key) ? object[key] : undefined, rest, edit) };
}
