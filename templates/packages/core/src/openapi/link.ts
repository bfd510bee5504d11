import type { OpenAPIOperation, OpenAPIResponse } from "./document.ts";
import type { SchemaRegistry } from "./schema-registry.ts";

/** Every part of an operation that equals a component becomes a reference to it. */
export function linkOperation(operation: OpenAPIOperation, schemas: SchemaRegistry): OpenAPIOperation {
  const { parameters, requestBody, responses } = operation;
  const linkOne = <T extends { schema: Parameters<SchemaRegistry["link"]>[0] }>(described: T): T => ({
    ...described,
    schema: schemas.link(described.schema),
  });
  const linkAll = <T extends Parameters<typeof linkOne>[0]>(
    described: Record<string, T>,
  ): Record<string, T> =>
    Object.fromEntries(Object.entries(described).map(([key, value]) => [key, linkOne(value)]));
  const linkResponse = (response: OpenAPIResponse): OpenAPIResponse => ({
    ...response,
    ...(response.headers ? { headers: linkAll(response.headers) } : {}),
    ...(response.content ? { content: linkAll(response.content) } : {}),
  });
  return {
    ...operation,
    ...(parameters ? { parameters: parameters.map(linkOne) } : {}),
    ...(requestBody ? { requestBody: { ...requestBody, content: linkAll(requestBody.content) } } : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [
        status,
        "$ref" in response ? response : linkResponse(response),
      ]),
    ),
  };
}
