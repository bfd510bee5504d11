import type { AppDescription, RouteDescription } from "../describe/description.ts";

/** The table as data. */
export function routesDocument({ routes, limits, waivers }: AppDescription): string {
  return `${JSON.stringify({ schema: 1, routes, limits, waivers }, undefined, 2)}\n`;
}

/** `{operationId: [method, path]}`, one operation a line: what `createClient` takes. */
export function routeManifest(routes: readonly RouteDescription[]): string {
  const lines = routes.flatMap(({ operationId, method, path }) =>
    operationId === undefined
      ? []
      : `  ${JSON.stringify(operationId)}: [${JSON.stringify(method)}, ${JSON.stringify(path)}]`,
  );
  return lines.length === 0 ? "{}\n" : `{\n${lines.join(",\n")}\n}\n`;
}
