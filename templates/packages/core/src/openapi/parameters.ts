import type { Schema } from "../validation/standard-schema.ts";
import type { OpenAPIParameter } from "./document.ts";
import type { Field } from "./fields.ts";
import type { PathName } from "./path-templates.ts";
import type { SchemaRegistry } from "./schema-registry.ts";

/** Headers that OpenAPI describes elsewhere (OAS 3.1.1 §4.8.12.1). */
const describedElsewhere = new Set(["accept", "content-type", "authorization"]);

/** Every name of the path is a parameter, with a schema or without. */
export function pathParameters(
  schema: Schema | undefined,
  names: readonly PathName[],
  operation: string,
  schemas: SchemaRegistry,
): OpenAPIParameter[] {
  const use = { direction: "input", suggestion: `${operation}Params` } as const;
  const fields = schema ? schemas.fields(schema, use) : [];
  return names.map(({ name, source }) => {
    const field = fields.find((one) => one.name === source);
    return parameter("path", { name, required: true, schema: field?.schema ?? { type: "string" } });
  });
}

export function queryParameters(
  schema: Schema | undefined,
  operation: string,
  schemas: SchemaRegistry,
): OpenAPIParameter[] {
  if (!schema) return [];
  const fields = schemas.fields(schema, { direction: "input", suggestion: `${operation}Query` });
  return fields.map((field) => parameter("query", field));
}

export function headerParameters(
  schema: Schema | undefined,
  operation: string,
  schemas: SchemaRegistry,
): OpenAPIParameter[] {
  if (!schema) return [];
  return schemas
    .fields(schema, { direction: "input", suggestion: `${operation}Headers` })
    .filter(({ name }) => !describedElsewhere.has(name.toLowerCase()))
    .map((field) => parameter("header", field));
}

/** What a schema says of itself belongs to the parameter: tools show it there. */
function parameter(place: OpenAPIParameter["in"], { name, required, schema }: Field): OpenAPIParameter {
  const { description, deprecated, ...rest } = schema;
  return {
    name,
    in: place,
    required,
    ...(typeof description === "string" ? { description } : {}),
    ...(deprecated === true ? { deprecated: true as const } : {}),
    schema: rest,
  };
}
