import type { App } from "@daloyjs/core";
import { echoRoutes } from "./echo/routes.ts";
import type { Shared } from "./shared.ts";

/** What the tags of the routes mean, for the docs. */
export const tags = { echo: "Says what it is told." };

/** Every feature of the API. Yours join here. */
export function addRoutes(app: App, { verify }: Shared) {
  return app.routes(echoRoutes(verify));
}
