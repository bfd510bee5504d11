import { compileShape } from "./compile-shape.ts";
import type { confirmSuspects } from "./confirm.ts";
import { type Direction, describeSchema } from "./describe-schema.ts";
import { findSuspects, incomparable } from "./find-suspects.ts";
import { pointer } from "./issues.ts";
import { cutsOf, prune } from "./prune.ts";
import { opaque, type Shape } from "./shape.ts";
import type { Issue, StandardSchema } from "./standard-schema.ts";
import { outermost } from "./suspects.ts";

const MAX_ISSUES = 100;

export type UnknownKeyCheck = (input: unknown, output: unknown) => Issue[] | Promise<Issue[]>;

/**
 * Compiles a check that names the keys of an input which its schema does not know, at every depth, for every
 * vendor.
 *
 * Where the vendor describes itself as JSON Schema, its closed objects are compiled to lookups, and a clean
 * input costs no more than these. Elsewhere (unions that fit twice, opaque places, vendors without it) input
 * and output are compared. Whatever is suspected is confirmed by validating again without it: a key that
 * makes a difference is known, however it is spelt. So asynchronous checks in a schema run again for such
 * inputs, and only the answer about these is a promise.
 *
 * Pass `undefined` as output when validation failed: then only declared shapes are judged. At most 100 keys
 * are named.
 */
export function compileUnknownKeyCheck(schema: StandardSchema): UnknownKeyCheck {
  const shape = shapeOf(schema, "input");
  return (input, output) => {
    const suspects = findSuspects(shape, input, output === undefined ? incomparable : output);
    return suspects ? nameUnknown(schema, input, output, suspects) : [];
  };
}

/** What confirms is loaded by the first input that is suspected; most requests never are. */
async function nameUnknown(...args: Parameters<typeof confirmSuspects>): Promise<Issue[]> {
  const { confirmSuspects } = await import("./confirm.ts");
  const unknown = outermost(await confirmSuspects(...args));
  return unknown
    .slice(0, MAX_ISSUES)
    .map(({ path }) => ({ path: pointer("", path), message: "Unknown key" }));
}

/**
 * Compiles what removes, from a validated value, the keys that the schema's output does not have: vendors
 * such as arktype keep them. The value is never changed, and returned as it is when there is nothing to
 * remove. A document that serialises itself (`toJSON`) is judged by what it serialises to. Vendors without
 * JSON Schema are left alone.
 */
export function compileStrip(schema: StandardSchema): (value: unknown) => unknown {
  const shape = shapeOf(schema, "output");
  return (value) => {
    const suspects = findSuspects(shape, value, incomparable);
    return suspects ? prune(value, cutsOf(suspects)) : value;
  };
}

function shapeOf(schema: StandardSchema, direction: Direction): Shape {
  const described = describeSchema(schema, direction);
  if (!described) return opaque;
  try {
    return compileShape(described);
  } catch {
    // A pattern that is no regular expression here leaves it to the comparison.
    return opaque;
  }
}
