import type { OpenAPIDocument } from "../openapi/document.ts";
import { embedJson, escapeHtml } from "./embed.ts";
import { assertNonce } from "./nonce.ts";
import { pageScript, pageStyle, themeScript } from "./page-assets.ts";

export interface DocsPageOptions {
  /** The nonce of this one response, the same as in `docsPageHeaders()`: at least 128 random bits. */
  nonce: string;
  /** Where the document is served as JSON. Default: no link. */
  openapiPath?: string | undefined;
  /** Where the document is served as YAML. Default: no link. */
  openapiYamlPath?: string | undefined;
  /** Default: the document's own title. */
  title?: string | undefined;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230d7490'/%3E%3Cpath d='M3 6.5q2.5-2.5 5 0t5 0M3 10.5q2.5-2.5 5 0t5 0' fill='none' stroke='%23fff' stroke-width='1.6' stroke-linecap='round'/%3E%3C/svg%3E";

/**
 * The documentation of an API as one self-contained HTML page: search, schemas, examples, and requests that can be sent.
 * It loads nothing, keeps no credential, and treats everything in the document as text. Send it with
 * `docsPageHeaders()`, which is what holds it to that.
 *
 * @throws TypeError when the nonce is too short or is no nonce of CSP Level 3 §2.3.1
 *
 * @example
 * const nonce = crypto.randomUUID().replaceAll("-", "");
 * return new Response(renderDocsPage(document, { nonce }), { headers: docsPageHeaders(nonce, document) });
 */
export function renderDocsPage(document: OpenAPIDocument, options: DocsPageOptions): string {
  const { nonce } = options;
  assertNonce(nonce);
  const title = escapeHtml(options.title ?? document.info.title);
  const version = escapeHtml(document.info.version);
  const links = [link(options.openapiPath, "JSON"), link(options.openapiYamlPath, "YAML")];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${icon}">
<style nonce="${nonce}">${pageStyle}</style>
<script nonce="${nonce}">${themeScript}</script>
</head>
<body>
<a class="skip-link" href="#main">Skip to the content</a>
<header class="top-bar">
<button type="button" class="icon-button menu-button" id="menu-button" aria-expanded="false" aria-controls="sidebar"><span class="visually-hidden">Operations</span></button>
<a class="brand" href="#"><span class="brand-mark" aria-hidden="true"></span><span class="brand-title">${title}</span><span class="brand-version">${version}</span></a>
<div class="top-links">${links.join("")}<button type="button" class="icon-button" id="theme-button"><span class="visually-hidden">Colour theme</span></button></div>
</header>
<div class="frame">
<nav class="sidebar" id="sidebar" aria-label="Operations"></nav>
<main id="main" tabindex="-1"><noscript><p class="notice">This page needs JavaScript. The OpenAPI document itself does not.</p></noscript></main>
</div>
<div class="visually-hidden" id="announcer" role="status"></div>
<script type="application/json" id="openapi-document">${embedJson(document)}</script>
<script nonce="${nonce}">${pageScript}</script>
</body>
</html>
`;
}

function link(path: string | undefined, name: string): string {
  if (path === undefined) return "";
  return `<a class="top-link" href="${escapeHtml(path)}"><span class="visually-hidden">OpenAPI document as </span>${name}</a>`;
}
