import { type App, bearerAuth } from "@daloyjs/core";
import type { Config } from "./config.ts";
import { echoRoutes } from "./echo/routes.ts";
import { name } from "./project.ts";

/** What the tags of the routes mean, for the docs. */
export const tags = { echo: "Says what it is told." };

/** Every feature of the API, and who may call it. Yours join here. */
export function addRoutes(app: App, config: Config) {
  const verify = bearerAuth({
    realm: name,
    // Whoever gives both the same value gets the lesser one: the first match counts.
    tokens: [
      { name: "API_READ_TOKEN", token: config.apiReadToken, user: { name: "reader", scopes: ["echo:read"] } },
      {
        name: "API_WRITE_TOKEN",
        token: config.apiWriteToken,
        user: { name: "writer", scopes: ["echo:read", "echo:write"] },
      },
    ],
  });

  return app.routes(echoRoutes(verify));
}
