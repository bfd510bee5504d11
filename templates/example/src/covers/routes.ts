import { type GuardedFetch, type Hooks, rateLimit, requireScopes, route, routes } from "@daloyjs/core";
import { Cover, CoverRequest } from "./cover.ts";
import { fetchCover } from "./fetch-cover.ts";

/**
 * @param fetchImage a guarded fetch: the URL comes from outside
 * @param verify authenticates the caller and puts the principal at `state.user`
 */
export function coverRoutes(fetchImage: GuardedFetch, verify: Hooks) {
  return routes({
    fetchCover: route({
      method: "POST",
      path: "/fetch-cover",
      summary: "Fetch a cover image and say what it is",
      tags: ["covers"],
      auth: { scheme: "bearer", scopes: ["books:write"] },
      // Tighter than the app's own limit: each call makes this server send requests.
      hooks: [verify, requireScopes(["books:write"]), rateLimit({ windowMs: 60_000, max: 30 })],
      request: { body: CoverRequest },
      responses: {
        200: { description: "What the image is", body: Cover },
        422: { description: "The URL is refused, or leads to no image" },
        502: { description: "The image could not be fetched" },
      },
      handler: async ({ body, signal, log }) => ({
        status: 200,
        body: await fetchCover(body.url, { fetchImage, signal, log }),
      }),
    }),
  });
}
