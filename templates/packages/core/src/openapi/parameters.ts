import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "../validation/json-schema.ts";
import type { OpenAPIParameter } from "./document.ts";

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
  for (const field of branches.flat()) {
    const always = branches.every((branch) => branch.some((one) => one.name === field.name && one.required));
    if (!fields.has(field.name)) fields.set(field.name, { ...field, required: always });
  }
  return [...fields.values()];
}

/** Headers that OpenAPI describes elsewhere (OAS 3.1.1 §4.8.12.1). */
const describedElsewhere = new Set(["accept", "content-type", "authorization"]);

export function parametersOf(place: OpenAPIParameter["in"], schema: JsonSchema): OpenAPIParameter[] {
  return fieldsOf(schema)
    .filter(({ name }) => place !== "header" || !describedElsewhere.has(name.toLowerCase()))
    .map(({ name, required, schema: member }) => {
      const { description, deprecated, ...rest } = member;
      return {
        name: name === "*" ? wildcardName : name,
        in: place,
        required: place === "path" || required,
        ...(typeof description === "string" ? { description } : {}),
        ...(deprecated === true ? { deprecated: true as const } : {}),
        schema: rest,
      };
    });
}

export const wildcardName = "wildcard";

/** `/books/:id` as `/books/{id}`; OpenAPI has no wildcard, so it is a parameter named so. */
export function pathTemplate(pattern: string): { template: string; names: string[] } {
  const names: string[] = [];
  const template = pattern
    .split("/")
    .map((segment) => {
      const name = segment === "*" ? wildcardName : segment.startsWith(":") ? segment.slice(1) : undefined;
      if (name === undefined) return segment;
      names.push(name);
      return `{${name}}`;
    })
    .join("/");
  return { template, names };
}
