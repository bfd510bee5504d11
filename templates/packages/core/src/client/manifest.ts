import type { App } from "../app/app.ts";
import type { BodyMediaType, Route, RouteSet } from "../route/route.ts";

/** Where an operation lives, and the media type of its body where that is not JSON. */
export type RouteLocation = readonly [method: string, path: string, mediaType?: string];

/**
 * Where each operation lives: `{operationId: [method, path]}`, as `daloy routes --manifest` writes it, and as TypeScript
 * types the import of such a file. A third member is the media type of the body, where that is not JSON.
 */
export type RouteManifest = Readonly<Record<string, readonly string[]>>;

/** What tells where operations live. */
export type RouteSource = RouteManifest | RouteSet<object> | readonly RouteSet<object>[];

/** The manifest of an app: every operation that has a name, with the prefixes of its groups and mounts. */
export function routeManifest(app: App<never> | App): RouteManifest {
  const manifest: Record<string, string[]> = {};
  for (const { operationId, method, path, consumes } of app.introspect().routes) {
    if (operationId !== undefined) manifest[operationId] = located(method, path, consumes);
  }
  return manifest;
}

/**
 * What `createClient` is given, as locations.
 *
 * @throws TypeError that names every member which is no location
 */
export function locationsOf(source: RouteSource): Map<string, RouteLocation> {
  const sources = isList(source) ? source : [source];
  return new Map(sources.flatMap((one) => (isRouteSet(one) ? locationsInSet(one) : readManifest(one))));
}

function locationsInSet(set: RouteSet<object>): [string, RouteLocation][] {
  const record = (set as RouteSet<Record<string, Route>>)["~routes"];
  return Object.entries(record).map(([operationId, { method, path, consumes }]) => [
    operationId,
    located(method, path, consumes),
  ]);
}

/** It may come from a file, so its shape is checked. */
function readManifest(manifest: RouteManifest): [string, RouteLocation][] {
  const faults: string[] = [];
  const locations: [string, RouteLocation][] = [];
  for (const [operationId, location] of Object.entries(manifest)) {
    if (isLocation(location)) locations.push([operationId, location]);
    else faults.push(`${operationId}: ${JSON.stringify(location)}`);
  }
  if (faults.length === 0) return locations;
  throw new TypeError(
    `createClient(): routes is the record of routes, or what \`daloy routes --manifest\` writes, {"getBook": ["GET", "/books/:id"]}. Not a location:\n  ${faults.join("\n  ")}`,
  );
}

function isLocation(value: unknown): value is RouteLocation {
  if (!Array.isArray(value) || value.length > 3) return false;
  const [method, path, mediaType = ""] = value;
  return [method, path, mediaType].every(isText) && /^[A-Z]+$/.test(method) && path.startsWith("/");
}

const isText = (value: unknown) => typeof value === "string";

function located(
  method: string,
  path: string,
  consumes: readonly BodyMediaType[] | undefined,
): [string, string] | [string, string, string] {
  const mediaType = consumes?.[0] ?? "application/json";
  return mediaType === "application/json" ? [method, path] : [method, path, mediaType];
}

function isList(source: RouteSource): source is readonly RouteSet<object>[] {
  return Array.isArray(source);
}

function isRouteSet(source: RouteManifest | RouteSet<object>): source is RouteSet<object> {
  return "~routes" in source;
}
