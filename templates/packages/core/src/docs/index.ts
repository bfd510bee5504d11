export { docsPageHeaders } from "./page-headers.ts";
export { type DocsPageOptions, renderDocsPage } from "./render-page.ts";
