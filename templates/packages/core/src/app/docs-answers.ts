import { generateOpenAPI } from "../openapi/generate.ts";
import type { App } from "./app.ts";

const noCache = { "cache-control": "no-cache" };

/** The document as JSON. */
export function json(app: App) {
  const headers = { ...noCache, "content-type": "application/json" };
  return { status: 200, body: JSON.stringify(generateOpenAPI(app)), headers };
}

/** The document as YAML. */
export async function yaml(app: App) {
  const { openapiToYAML } = await import("../openapi/yaml.ts");
  const headers = { ...noCache, "content-type": "application/yaml" };
  return { status: 200, body: openapiToYAML(generateOpenAPI(app)), headers };
}

/** The documentation page. */
export async function page(app: App, openapiPath: string, openapiYamlPath: string) {
  const { docsPageHeaders, renderDocsPage } = await import("../docs/index.ts");
  const document = generateOpenAPI(app);
  const nonce = crypto.randomUUID().replaceAll("-", "");
  return {
    status: 200,
    body: renderDocsPage(document, { nonce, openapiPath, openapiYamlPath }),
    headers: { ...noCache, ...docsPageHeaders(nonce, document) },
  };
}
