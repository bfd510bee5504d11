import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "../validation/json-schema.ts";
import { canonical } from "./json-schema-walk.ts";

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** The members of an object schema, alternatives merged: a member is required where every alternative requires it. */
export function fieldsOf(schema: JsonSchema, root: JsonSchema = schema): Field[] {
  const reference = schema["$ref"];
  if (typeof reference === "string") return fieldsOf(recordOf(resolveReference(root, reference)), root);
  const required = new Set(listOf(schema["required"]));
  const fields = new Map<string, Field>();
  for (const [name, member] of Object.entries(recordOf(schema["properties"]))) {
    fields.set(name, { name, required: required.has(name), schema: recordOf(member) });
  }
  for (const part of listOf(schema["allOf"]).filter(isSchema)) {
    for (const field of fieldsOf(part, root)) fields.set(field.name, field);
  }
  const alternatives = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])].filter(isSchema);
  const branches = alternatives.map((part) => fieldsOf(part, root));
  for (const name of new Set(branches.flatMap((branch) => branch.map((field) => field.name)))) {
    if (!fields.has(name)) fields.set(name, mergeBranches(name, branches));
  }
  return [...fields.values()];
}

function mergeBranches(name: string, branches: readonly (readonly Field[])[]): Field {
  const same = branches.map((branch) => branch.find((field) => field.name === name));
  const schemas = new Map(same.flatMap((field) => (field ? [[canonical(field.schema), field.schema]] : [])));
  const [first = {}, ...others] = schemas.values();
  return {
    name,
    required: same.every((field) => field?.required === true),
    schema: others.length === 0 ? first : { anyOf: [first, ...others] },
  };
}
