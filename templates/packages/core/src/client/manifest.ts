import type { App } from "../app/app.ts";
import type { BodyMediaType, Route, RouteSet } from "../route/route.ts";

/**
 * Where each operation lives: `{operationId: [method, path]}`, as `daloy routes --manifest` writes it. A third member is
 * the media type of the body, where that is not JSON.
 */
export type RouteManifest = Readonly<
  Record<string, readonly [method: string, path: string, mediaType?: string]>
>;

/** The manifest of an app: every operation that has a name, with the prefixes of its groups and mounts. */
export function routeManifest(app: App<never> | App): RouteManifest {
  const manifest: Record<string, RouteManifest[string]> = {};
  for (const { operationId, method, path, consumes } of app.introspect().routes) {
    if (operationId !== undefined) manifest[operationId] = located(method, path, consumes);
  }
  return manifest;
}

/** What `createClient` is given, as one manifest. */
export function manifestOf(
  routes: RouteManifest | RouteSet<object> | readonly RouteSet<object>[],
): RouteManifest {
  if (isList(routes)) return Object.assign({}, ...routes.map(manifestOf));
  if (!("~routes" in routes)) return routes;
  const record = (routes as RouteSet<Record<string, Route>>)["~routes"];
  return Object.fromEntries(
    Object.entries(record).map(([operationId, { method, path, consumes }]) => [
      operationId,
      located(method, path, consumes),
    ]),
  );
}

function located(
  method: string,
  path: string,
  consumes: readonly BodyMediaType[] | undefined,
): RouteManifest[string] {
  const mediaType = consumes?.[0] ?? "application/json";
  return mediaType === "application/json" ? [method, path] : [method, path, mediaType];
}

function isList(routes: Parameters<typeof manifestOf>[0]): routes is readonly RouteSet<object>[] {
  return Array.isArray(routes);
}
