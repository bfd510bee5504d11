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
 * Adds the documentation page and the document itself: in development by default, elsewhere only when asked for. Their
 * code is loaded by the first request for them, so that an app that never shows them does not carry them.
 */
export function addDocs(registry: Registry, app: App): void {
  const { docs, env } = registry.options;
  const automatic = docs === "auto";
  if (docs === false || (automatic && env !== "development")) return;
  const given: DocsOptions = typeof docs === "object" ? docs : {};
  const path = given.path ?? "/docs";
  const openapiPath = given.openapiPath ?? "/openapi.json";
  const openapiYamlPath = given.openapiYamlPath ?? "/openapi.yaml";
  if (env === "production" && given.auth === undefined) {
    registry.logger.warn({ setting: "docs", path }, "The API documentation is open to everyone");
  }
  const answers = () => import("./docs-answers.ts");
  const handlers: [path: string, handler: () => Promise<unknown>][] = [
    [path, async () => (await import("./docs-page-answer.ts")).page(app, openapiPath, openapiYamlPath)],
    [openapiPath, async () => (await answers()).json(app)],
    [openapiYamlPath, async () => (await answers()).yaml(app)],
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
