import { isObject, type Json, listOf, objectAt, resolve, textsIn } from "./json.ts";
import { compareSchemas } from "./schemas.ts";

export interface BreakingChange {
  /** The path of the operation, as the documents have it. */
  readonly path: string;
  readonly rule: "removed" | "request" | "response" | "security";
  readonly message: string;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** What of a new document breaks the clients of the old one. */
export function breakingChanges(before: Json, after: Json): BreakingChange[] {
  const found: BreakingChange[] = [];
  const paths = new Map(
    Object.entries(objectAt(after, "paths")).map(([path, item]) => [shapeOf(path), item]),
  );
  for (const [path, item] of Object.entries(objectAt(before, "paths"))) {
    for (const method of methods) {
      const old = objectAt(item)[method];
      if (!isObject(old)) continue;
      const now = objectAt(paths.get(shapeOf(path)))[method];
      const name = `${method.toUpperCase()} ${path}`;
      if (!isObject(now)) {
        found.push({ path, rule: "removed", message: `${name} is gone` });
        continue;
      }
      const pair: Pair = {
        before,
        after,
        old,
        now,
        oldItem: objectAt(item),
        nowItem: objectAt(paths.get(shapeOf(path))),
      };
      const add = (rule: BreakingChange["rule"]) => (message: string) =>
        void found.push({ path, rule, message: `${name}: ${message}` });
      compareParameters(pair, add("request"));
      compareBody(pair, add("request"));
      compareResponses(pair, add("response"));
      compareSecurity(pair, add("security"));
    }
  }
  return found;
}

interface Pair {
  readonly before: Json;
  readonly after: Json;
  readonly old: Json;
  readonly now: Json;
  readonly oldItem: Json;
  readonly nowItem: Json;
}

type Report = (message: string) => void;

/** A parameter in a path may be called otherwise. */
const shapeOf = (path: string): string => path.replace(/\{[^}]*\}/g, "{}");

function compareParameters({ before, after, old, now, oldItem, nowItem }: Pair, report: Report): void {
  const known = parametersOf(old, oldItem, before);
  const current = parametersOf(now, nowItem, after);
  for (const [name, parameter] of current) {
    if (name.startsWith("path ")) continue;
    const earlier = known.get(name);
    if (parameter["required"] !== true || earlier?.["required"] === true) continue;
    report(earlier === undefined ? `the ${name} is new and required` : `the ${name} became required`);
  }
  for (const [name, parameter] of known) {
    const later = current.get(name);
    if (later === undefined) {
      if (!name.startsWith("path ")) report(`the ${name} is gone`);
    } else {
      const documents = { before, after, direction: "request" } as const;
      compareSchemas(parameter["schema"], later["schema"], `the ${name}`, documents, report);
    }
  }
}

/** Each under a name that stays: a parameter in the path has its place there. */
function parametersOf(operation: Json, item: Json, document: Json): Map<string, Json> {
  const named = new Map<string, Json>();
  let places = 0;
  for (const listed of [...listOf(item["parameters"]), ...listOf(operation["parameters"])]) {
    const parameter = resolve(listed, document);
    const [place, name] = [String(parameter["in"]), String(parameter["name"])];
    if (place === "path") places += 1;
    const own = place === "path" ? `number ${places}` : place === "header" ? name.toLowerCase() : name;
    named.set(`${place} parameter ${own}`, parameter);
  }
  return named;
}

function compareBody({ before, after, old, now }: Pair, report: Report): void {
  const [earlier, later] = [resolve(old["requestBody"], before), resolve(now["requestBody"], after)];
  const [was, is] = [objectAt(earlier, "content"), objectAt(later, "content")];
  if (later["required"] === true && earlier["required"] !== true) {
    report(Object.keys(was).length === 0 ? "a body is new and required" : "the body became required");
  }
  for (const [type, media] of Object.entries(was)) {
    if (!(type in is)) report(`the body may no longer be ${type}`);
    else
      compareSchemas(
        objectAt(media)["schema"],
        objectAt(is, type)["schema"],
        "the body",
        { before, after, direction: "request" },
        report,
      );
  }
}

function compareResponses({ before, after, old, now }: Pair, report: Report): void {
  const current = objectAt(now, "responses");
  for (const [status, response] of Object.entries(objectAt(old, "responses"))) {
    if (!(status in current)) {
      report(`the response ${status} is gone`);
      continue;
    }
    const [was, is] = [
      objectAt(resolve(response, before), "content"),
      objectAt(resolve(current[status], after), "content"),
    ];
    for (const [type, media] of Object.entries(was)) {
      const name = `the response ${status}`;
      if (!(type in is)) report(`${name} is no longer ${type}`);
      else
        compareSchemas(
          objectAt(media)["schema"],
          objectAt(is, type)["schema"],
          name,
          { before, after, direction: "response" },
          report,
        );
    }
  }
}

/** Every way in that was open must still be. */
function compareSecurity({ before, after, old, now }: Pair, report: Report): void {
  const [was, is] = [waysIn(old, before), waysIn(now, after)];
  if (is.length === 0) return;
  if (was.length === 0) {
    report("it needs credentials now");
    return;
  }
  for (const way of was) {
    const open = is.some((one) =>
      [...one].every(
        ([scheme, scopes]) =>
          scopes.every((scope) => way.get(scheme)?.includes(scope) ?? false) && way.has(scheme),
      ),
    );
    if (!open) report(`the credentials ${[...way.keys()].join(" and ") || "none"} are no longer enough`);
  }
}

function waysIn(operation: Json, document: Json): Map<string, string[]>[] {
  const listed = operation["security"] ?? document["security"];
  return listOf(listed).map(
    (way) => new Map(Object.entries(objectAt(way)).map(([scheme, scopes]) => [scheme, textsIn(scopes)])),
  );
}
