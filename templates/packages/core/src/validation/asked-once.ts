import type { StandardResult, StandardSchema } from "./standard-schema.ts";

/**
 * A schema that asks the application's own functions once. zod answers a Standard Schema call by trying without promises first: a
 * refinement that makes one is dropped and run again, so a look-up is done twice, and where the first one rejects nobody
 * hears it, which ends the process. So a schema of zod that holds such functions is asked by zod's asynchronous way alone.
 */
export function askedOnce(schema: StandardSchema): StandardSchema {
  const standard = schema["~standard"];
  if (standard.vendor !== "zod" || !parsesAsync(schema) || !mayWait(schema)) return schema;
  const validate = async (value: unknown): Promise<StandardResult<unknown>> => {
    const result = await schema.safeParseAsync(value);
    return result.success ? { value: result.data } : { issues: result.error.issues };
  };
  return { "~standard": { ...standard, validate } };
}

interface AsyncParser {
  safeParseAsync(value: unknown): Promise<ParseResult>;
}

type ParseResult =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: Extract<StandardResult<unknown>, { issues: object }> };

function parsesAsync(schema: object): schema is AsyncParser {
  return "safeParseAsync" in schema && typeof schema.safeParseAsync === "function";
}

/** The functions of a definition whose promises zod awaits. Of the others (defaults, `overwrite`, messages) it takes what they return. */
const awaited = ["fn", "transform", "reverseTransform"];

/** Whether a schema of zod 4 may make a promise. One that cannot be looked into, as of zod 3, is taken to. */
function mayWait(schema: object): boolean {
  const seen = new Set<object>();
  function holdsAsync(node: unknown): boolean {
    if (!isObject(node) || seen.has(node)) return false;
    seen.add(node);
    const definition = definitionOf(node) ?? node;
    const { check, type, getter } = definition;
    if (check === "custom" || type === "promise") return true;
    if (awaited.some((name) => typeof definition[name] === "function")) return true;
    if (typeof getter === "function" && holdsAsync(getter())) return true;
    // to read a default is to make one
    const isDefault = type === "default" || type === "prefault";
    return Object.keys(definition).some(
      (key) => !(isDefault && key === "defaultValue") && holdsAsync(definition[key]),
    );
  }
  return !definitionOf(schema) || holdsAsync(schema);
}

function definitionOf({ _zod }: { readonly _zod?: unknown }): Record<string, unknown> | undefined {
  return isObject(_zod) && isObject(_zod["def"]) ? _zod["def"] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
