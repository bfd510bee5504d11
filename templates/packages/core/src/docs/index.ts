// Placeholder until the docs helper's page lands; helper-9: replace this file with yours.
import type { OpenAPIDocument } from "../openapi/document.ts";
export function renderDocsPage(document: OpenAPIDocument, _options: { nonce: string; openapiPath: string; openapiYamlPath: string }): string {
  return `<!doctype html><title>${document.info.title.replaceAll(/[<&]/g, "")}</title>`;
}
export function docsPageHeaders(_nonce: string, _document: OpenAPIDocument): Record<string, string> {
  return { "content-type": "text/html; charset=utf-8" };
}
