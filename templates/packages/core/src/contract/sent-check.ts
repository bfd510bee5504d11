import type { Describe } from "../openapi/describe.ts";
import { canonical, mapSchemas } from "../openapi/json-schema-walk.ts";
import { askedOnce } from "../validation/asked-once.ts";
import { toIssues } from "../validation/issues.ts";
import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "../validation/json-schema.ts";
import { type Issue, isStandardSchema, type Schema } from "../validation/standard-schema.ts";
import { compileUnknownKeyCheck } from "../validation/unknown-keys.ts";
import { matchesJsonSchema } from "./json-schema-matches.ts";

/** What is wrong with a JSON value that a response sends, or an example shows: `/pages: must be a number`. */
export type SentCheck = (schema: Schema, value: unknown) => Promise<string[]>;

/**
 * A validator judges what goes in, and this is what has come out. So where a schema describes the two as different, the
 * description of what comes out decides; where they are one, the validator decides as well, but for places of which the
 * description says nothing, such as a date.
 */
export function compileSentCheck(describe: Describe): SentCheck {
  return async (schema, value) => {
    const output = describe(schema, "output");
    const keeps = matchesJsonSchema(output, value, output);
    const transforms = shapeText(describe(schema, "input")) !== shapeText(output);
    if (keeps && transforms) return [];
    // without any description the validator is all there is
    const isDescribed = Object.keys(output).length > 0;
    const faults = (await inputFaults(schema, value))
      .filter((issue) => !(isDescribed && isOpen(output, tokensOf(issue.path), output)))
      .map(({ path, message }) => `${path === "" ? "/" : path}: ${message}`);
    return keeps || faults.length > 0 ? faults : ["/: not what the schema puts out"];
  };
}

/** The description but for closed objects: vendors close what comes out, and not what goes in. */
function shapeText(schema: JsonSchema): string {
  return canonical(
    mapSchemas(schema, ({ additionalProperties, ...rest }) =>
      additionalProperties === undefined || additionalProperties === false
        ? rest
        : { ...rest, additionalProperties },
    ),
  );
}

async function inputFaults(schema: Schema, value: unknown): Promise<Issue[]> {
  if (!isStandardSchema(schema)) return [];
  const asked = askedOnce(schema);
  const { validate, vendor } = asked["~standard"];
  const result = await validate(value);
  if (result.issues) return toIssues(vendor, "", result.issues);
  return compileUnknownKeyCheck(asked)(value, result.value);
}

function tokensOf(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether a description says nothing of a place. Of a union the validator does not tell which branch it took to be meant. */
function isOpen(schema: unknown, [token, ...rest]: readonly string[], root: JsonSchema): boolean {
  if (!isSchema(schema)) return false;
  if (saysNothing(schema)) return true;
  const reference = schema["$ref"];
  const parts = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"]), ...listOf(schema["allOf"])];
  if (typeof reference === "string") parts.push(resolveReference(root, reference));
  if (token === undefined) return parts.some((part) => holdsOpen(part));
  const tokens = [token, ...rest];
  const members = [
    recordOf(schema["properties"])[token],
    schema["additionalProperties"],
    listOf(schema["prefixItems"])[Number(token)],
    schema["items"],
  ];
  return members.some((part) => isOpen(part, rest, root)) || parts.some((part) => isOpen(part, tokens, root));
}

function holdsOpen(schema: unknown): boolean {
  let found = false;
  if (isSchema(schema)) {
    mapSchemas(schema, (part) => {
      found ||= saysNothing(part);
      return part;
    });
  }
  return found;
}

function saysNothing({ $schema: _, $defs, ...keywords }: JsonSchema): boolean {
  return Object.keys(keywords).length === 0;
}
