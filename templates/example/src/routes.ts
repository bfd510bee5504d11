import { type App, fetchGuard } from "@daloyjs/core";
import { bookRoutes } from "./books/routes.ts";
import { seedBooks } from "./books/seed.ts";
import { MemoryBookStore } from "./books/store.ts";
import { coverRoutes } from "./covers/routes.ts";
import type { Shared } from "./shared.ts";

/** What the tags of the routes mean, for the docs. */
export const tags = {
  books: "The books of the store.",
  covers: "Images of covers, fetched from elsewhere.",
};

/** Every feature of the API. Yours join here. */
export function addRoutes(app: App, { verify, rateLimitStore }: Shared) {
  const fetchImage = fetchGuard({ timeoutMs: 5000, maxResponseBytes: 5 * 1024 * 1024, maxRedirects: 3 });

  return app
    .routes(bookRoutes(new MemoryBookStore(seedBooks), verify))
    .routes(coverRoutes(fetchImage, verify, rateLimitStore));
}
