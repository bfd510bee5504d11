import { type App, bearerAuth, fetchGuard } from "@daloyjs/core";
import { bookRoutes } from "./books/routes.ts";
import { seedBooks } from "./books/seed.ts";
import { MemoryBookStore } from "./books/store.ts";
import type { Config } from "./config.ts";
import { coverRoutes } from "./covers/routes.ts";
import { name } from "./project.ts";

/** What the tags of the routes mean, for the docs. */
export const tags = {
  books: "The books of the store.",
  covers: "Images of covers, fetched from elsewhere.",
};

/** Every feature of the API, and who may call it. Yours join here. */
export function addRoutes(app: App, config: Config) {
  const verify = bearerAuth({
    realm: name,
    // Whoever gives both the same value gets the lesser one: the first match counts.
    tokens: [
      {
        name: "API_READ_TOKEN",
        token: config.apiReadToken,
        user: { name: "reader", scopes: ["books:read"] },
      },
      {
        name: "API_WRITE_TOKEN",
        token: config.apiWriteToken,
        user: { name: "writer", scopes: ["books:read", "books:write"] },
      },
    ],
  });
  const fetchImage = fetchGuard({ timeoutMs: 5000, maxResponseBytes: 5 * 1024 * 1024, maxRedirects: 3 });

  return app
    .routes(bookRoutes(new MemoryBookStore(seedBooks), verify))
    .routes(coverRoutes(fetchImage, verify));
}
