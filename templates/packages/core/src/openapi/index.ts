export type * from "./document.ts";
export { generateOpenAPI, type OpenAPIOptions } from "./generate.ts";
export type { Direction, ToJsonSchema } from "./schema-registry.ts";
export { openapiToYAML } from "./yaml.ts";
