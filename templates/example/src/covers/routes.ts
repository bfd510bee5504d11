import {
  type GuardedFetch,
  type Hooks,
  type RateLimitStore,
  rateLimit,
  requireScopes,
  route,
  routes,
} from "@daloyjs/core";
import { Cover, CoverRequest } from "./cover.ts";
import { fetchCover } from "./fetch-cover.ts";

/**
 * @param fetchImage a guarded fetch: the URL comes from outside
 * @param verify authenticates the caller and puts the principal at `state.user`
 * @param rateLimitStore counts the calls
 */
export function coverRoutes(fetchImage: GuardedFetch, verify: Hooks, rateLimitStore: RateLimitStore) {
  // Tighter than the app's own limit: each call makes this server send requests.
  const limit = rateLimit({ windowMs: 60_000, max: 30, store: rateLimitStore, groupId: "fetch-cover" });

  return routes({
    fetchCover: route({
      method: "POST",
      path: "/fetch-cover",
      summary: "Fetch a cover image and say what it is",
      tags: ["covers"],
      auth: { scheme: "bearer", scopes: ["books:write"] },
      hooks: [verify, requireScopes(["books:write"]), limit],
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
