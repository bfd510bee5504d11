import type { Hooks } from "../hooks/hooks.ts";
import type { App } from "./app.ts";
import { erased } from "./health.ts";
import { joinPath, type Registry } from "./registry.ts";

export interface DocsOptions {
  /** Default `/docs`. */
  path?: string | undefined;
  /** Default `/openapi.json`. */
  openapiPath?: string | undefined;
  /** Default `/openapi.yaml`. */
  openapiYamlPath?: string | undefined;
  /** Who may read them: an authentication hook such as `basicAuth()`. */
  auth?: Hooks | undefined;
}

/**
 * What a bundler may be told: `false` leaves the page and the document's code out of a bundle that splits nothing, a Worker's for
 * one. Written where it is asked, because bundlers drop an `import()` only from a branch that is dead as it stands.
 */
declare const DALOY_DOCS: boolean | undefined;

/**
 * Adds the documentation page and the document itself: in development by default, elsewhere only when asked for. Their
 * code is loaded by the first request for them, so that an app that never shows them does not carry them.
 */
export function addDocs(registry: Registry, app: App): void {
  const { docs, env } = registry.options;
  const automatic = docs === "auto";
  if (docs === false || (automatic && env !== "development")) return;
  const code =
    typeof DALOY_DOCS === "undefined" || DALOY_DOCS
      ? { answers: () => import("./docs-answers.ts"), page: () => import("./docs-page-answer.ts") }
      : undefined;
  if (code === undefined) {
    if (automatic) return;
    throw new TypeError(
      'The app asks for docs and was bundled without them: define DALOY_DOCS as "true" where it is bundled, or set docs to false.',
    );
  }
  const given: DocsOptions = typeof docs === "object" ? docs : {};
  const path = given.path ?? "/docs";
  const openapiPath = given.openapiPath ?? "/openapi.json";
  const openapiYamlPath = given.openapiYamlPath ?? "/openapi.yaml";
  if (env === "production" && given.auth === undefined) {
    registry.logger.warn({ setting: "docs", path }, "The API documentation is open to everyone");
  }
  const handlers: [path: string, handler: () => Promise<unknown>][] = [
    [path, async () => (await code.page()).page(app, openapiPath, openapiYamlPath)],
    [openapiPath, async () => (await code.answers()).json(app)],
    [openapiYamlPath, async () => (await code.answers()).yaml(app)],
  ];
  const taken = new Set(
    registry.routes.filter(({ route }) => route.method === "GET").map((route) => route.path),
  );
  for (const [at, handler] of handlers) {
    if (automatic && taken.has(joinPath("", at))) continue;
    const hooks = given.auth === undefined ? {} : { hooks: given.auth };
    registry.add(erased({ path: at, responses: { 200: {} }, handler, ...hooks }), registry.root, true);
  }
}
