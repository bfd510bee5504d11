import { docsPageHeaders, renderDocsPage } from "../docs/index.ts";
import { generateOpenAPI } from "../openapi/generate.ts";
import type { App } from "./app.ts";

/** The documentation page. */
export function page(app: App, openapiPath: string, openapiYamlPath: string) {
  const document = generateOpenAPI(app);
  const nonce = crypto.randomUUID().replaceAll("-", "");
  return {
    status: 200,
    body: renderDocsPage(document, { nonce, openapiPath, openapiYamlPath }),
    headers: { "cache-control": "no-cache", ...docsPageHeaders(nonce, document) },
  };
}
