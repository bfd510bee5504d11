import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "./json-schema.ts";

type Matcher = (value: unknown) => boolean;

const always: Matcher = () => true;
const maxDepth = 3;

/**
 * Whether an object or array can belong to a branch of a union, judged by what discriminates branches: the
 * kind of container, required names and fixed values. Types of primitives are left out, since coercion makes
 * them say less than they seem to.
 */
export function compileMatcher(schema: unknown, root: JsonSchema, depth = 0): Matcher {
  if (!isSchema(schema) || depth > maxDepth) return schema === false ? () => false : always;
  const checks: Matcher[] = [];
  if (typeof schema["$ref"] === "string") {
    checks.push(compileMatcher(resolveReference(root, schema["$ref"]), root, depth + 1));
  }
  if ("const" in schema) checks.push(oneOf([schema["const"]]));
  if (Array.isArray(schema["enum"])) checks.push(oneOf(schema["enum"]));
  if (schema["type"] !== undefined) checks.push(containerKind([schema["type"]].flat()));
  const required = listOf(schema["required"]).filter((name) => typeof name === "string");
  if (required.length > 0)
    checks.push((value) => !isObject(value) || required.every((name) => Object.hasOwn(value, name)));
  for (const [name, child] of Object.entries(recordOf(schema["properties"]))) {
    const matches = compileMatcher(child, root, depth + 1);
    if (matches === always) continue;
    checks.push(
      (value) => !isObject(value) || !Object.hasOwn(value, name) || matches(Reflect.get(value, name)),
    );
  }
  for (const member of listOf(schema["allOf"])) checks.push(compileMatcher(member, root, depth + 1));
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = listOf(schema[keyword]).map((branch) => compileMatcher(branch, root, depth + 1));
    if (branches.length > 0) checks.push((value) => branches.some((matches) => matches(value)));
  }
  const used = checks.filter((check) => check !== always);
  return used.length === 0 ? always : (value) => used.every((matches) => matches(value));
}

function oneOf(values: readonly unknown[]): Matcher {
  const allowed = new Set(values);
  // An object that is to equal a constant object is the validator's business.
  return (value) => allowed.has(value) || (typeof value === "object" && value !== null);
}

function containerKind(types: readonly unknown[]): Matcher {
  const object = types.includes("object");
  const array = types.includes("array");
  return (value) => typeof value !== "object" || value === null || (Array.isArray(value) ? array : object);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
