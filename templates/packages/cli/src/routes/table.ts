import type { AppDescription, AppLimits, RouteDescription } from "../describe/description.ts";
import { printable } from "../terminal/text.ts";

const columns = ["METHOD", "PATH", "AUTH", "AUTHORIZE", "BODY", "HOOKS"];

/** The routes for people: one line each, and below it what holds for all of them. */
export function routeTable({ routes, limits, waivers }: AppDescription): string {
  const shared = sharedHooks(routes);
  const rows = routes.map((route) => [
    route.method,
    route.path,
    authOf(route),
    route.authorize ?? "-",
    acceptsBody(route) ? bytes(route.bodyLimitBytes) : "-",
    hookNames(without(route.hooks, shared)),
  ]);
  const notes = [
    `${routes.length} ${routes.length === 1 ? "route" : "routes"}; every one of them:`,
    `  hooks   ${hookNames(shared)}`,
    `  limits  ${limitsOf(limits)}`,
    ...Object.entries(waivers).map(([guard, reason]) => `  waived  ${guard}: ${reason}`),
  ];
  return printable(`${align([columns, ...rows])}\n\n${notes.join("\n")}\n`);
}

/** What is asked of the caller: `bearer books:write`, `public`, or `-` where nobody said anything. */
function authOf({ auth, enforced }: RouteDescription): string {
  if (auth === "public") return "public";
  if (auth === undefined) return enforced.join(", ") || "-";
  const declared = [auth.scheme, ...(auth.scopes ?? [])].join(" ");
  return enforced.length > 0 ? declared : `${declared} (not enforced)`;
}

const acceptsBody = ({ method }: RouteDescription): boolean => !["GET", "HEAD", "OPTIONS"].includes(method);

function sharedHooks(routes: readonly RouteDescription[]): string[] {
  const [first, ...others] = routes;
  const names = [...new Set(first?.hooks)];
  return names.filter((name) => others.every(({ hooks }) => hooks.includes(name)));
}

/** What is left when each of `taken` is taken once: a route's own rate limit stands beside that of the app. */
function without(names: readonly string[], taken: readonly string[]): string[] {
  const rest = [...names];
  for (const name of taken) rest.splice(rest.indexOf(name), 1);
  return rest;
}

const hookNames = (names: readonly string[]): string =>
  [...new Set(names)].map((name) => name.replace(/\(\)$/, "")).join(", ") || "-";

function limitsOf(limits: AppLimits): string {
  const timeout = limits.requestTimeoutMs === 0 ? "none" : `${limits.requestTimeoutMs / 1000} s`;
  const json = `JSON ${limits.jsonMaxDepth} deep and ${limits.jsonMaxKeys} keys`;
  return `body ${bytes(limits.bodyLimitBytes)}, timeout ${timeout}, ${limits.maxHeaderCount} headers, ${json}`;
}

/** `64 KiB` where it is a whole number of them. */
function bytes(count: number): string {
  const units = [
    [1024 ** 2, "MiB"],
    [1024, "KiB"],
  ] as const;
  const unit = units.find(([size]) => count >= size && count % size === 0);
  return unit ? `${count / unit[0]} ${unit[1]}` : `${count} B`;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
