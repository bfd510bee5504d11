import { problemType } from "../errors/problem.ts";
import { statusTitles } from "../http/status.ts";
import type { JsonSchema } from "../validation/json-schema.ts";
import type { OpenAPIResponse } from "./document.ts";

/** RFC 9457 §3.1, as every error of this framework leaves. */
export const problemSchema: JsonSchema = {
  type: "object",
  description: "A problem as of RFC 9457.",
  properties: {
    type: {
      type: "string",
      format: "uri-reference",
      description: "Which kind of problem it is.",
      examples: [problemType(404)],
    },
    title: { type: "string", description: "The kind in words.", examples: [statusTitles[404]] },
    status: { type: "integer", minimum: 400, maximum: 599 },
    detail: { type: "string", description: "What went wrong this time." },
    instance: {
      type: "string",
      format: "uri-reference",
      description: "This occurrence: urn:request:<request id>.",
      examples: ["urn:request:3f1c9f2e-6a0b-4a53-9a55-0d1f0f3a7c1e"],
    },
    errors: {
      type: "array",
      description: "Of a 422: every fault of the request.",
      items: {
        type: "object",
        properties: {
          path: { type: "string", description: "JSON Pointer (RFC 6901) to the part." },
          message: { type: "string" },
        },
        required: ["path", "message"],
      },
    },
  },
  required: ["type", "title", "status", "instance"],
};

const problemReference: JsonSchema = { $ref: "#/components/schemas/Problem" };

export function problemContent(): NonNullable<OpenAPIResponse["content"]> {
  return { "application/problem+json": { schema: problemReference } };
}

export function problemResponseOf(status: number | "default"): OpenAPIResponse {
  const description =
    status === "default" ? "Any other problem" : (statusTitles[status] ?? `Problem ${status}`);
  return { description, content: problemContent() };
}

/** `422` as `UnprocessableContent`: the name of the shared response. */
export function responseName(status: number | "default"): string {
  return status === "default"
    ? "Problem"
    : (statusTitles[status] ?? `Problem${status}`).replaceAll(/[^A-Za-z0-9]/g, "");
}
