import type { AppDescription, RouteDescription } from "../describe/description.ts";

/** The table as data. */
export function routesDocument({ routes, limits, waivers }: AppDescription): string {
  return `${JSON.stringify({ schema: 1, routes, limits, waivers }, undefined, 2)}\n`;
}

/**
 * `{operationId: [method, path]}`, one operation a line: what `createClient` takes. A third member is the media type of a
 * body that is not JSON.
 */
export function routeManifest(routes: readonly RouteDescription[]): string {
  const lines = routes.flatMap(({ operationId, method, path, consumes }) => {
    if (operationId === undefined) return [];
    const mediaType = consumes?.[0] ?? "application/json";
    const location = mediaType === "application/json" ? [method, path] : [method, path, mediaType];
    return `  ${JSON.stringify(operationId)}: [${location.map((part) => JSON.stringify(part)).join(", ")}]`;
  });
  return lines.length === 0 ? "{}\n" : `{\n${lines.join(",\n")}\n}\n`;
}
