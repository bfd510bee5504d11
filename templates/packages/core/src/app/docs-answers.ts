import { generateOpenAPI } from "../openapi/generate.ts";
import { openapiToYAML } from "../openapi/yaml.ts";
import type { App } from "./app.ts";

/** The document as JSON. */
export function json(app: App) {
  return answer("application/json", JSON.stringify(generateOpenAPI(app)));
}

/** The document as YAML. */
export function yaml(app: App) {
  return answer("application/yaml", openapiToYAML(generateOpenAPI(app)));
}

function answer(type: string, body: string) {
  return { status: 200, body, headers: { "cache-control": "no-cache", "content-type": type } };
}
