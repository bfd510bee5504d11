export type { Direction } from "../validation/describe-schema.ts";
export type { ToJsonSchema } from "./describe.ts";
export type * from "./document.ts";
export { generateOpenAPI, type OpenAPIOptions } from "./generate.ts";
export { openapiToYAML } from "./yaml.ts";
