import type { Identifier, Node } from "@babel/types";
import type { Binding, ValueSource } from "./binding.ts";
import { calleeName, callsOf, isPromiseCallback, parameterIndex, returnedBy } from "./calls.ts";
import { joined, memberName } from "./member-name.ts";
import type { Model } from "./model.ts";
import { modulePath, resolveModule } from "./modules.ts";
import {
  type CallNode,
  isCall,
  isFunction,
  isMember,
  type MemberNode,
  unwrap,
  writtenName,
} from "./nodes.ts";
import { enclosingClass } from "./place.ts";

/** What an expression stands for, as far as names, aliases, patterns and modules tell. */
export type Origin =
  /** `Math.random`, `http#request`, `axios#` (the module itself or its default export) */
  | { readonly kind: "named"; readonly path: string }
  /** An expression that stands for itself, and a way into it that is not known. */
  | { readonly kind: "expression"; readonly node: Node; readonly path: readonly string[] }
  /** What a caller hands in, or nobody knows. */
  | { readonly kind: "unknown"; readonly node: Node; readonly path: readonly string[] };

const mostSteps = 24;
const mostOrigins = 24;
/** How many expressions one question may lead through. */
const mostVisits = 400;

const answers = new WeakMap<Node, Origin[]>();

/** Everything that an expression may stand for. */
export function originsOf(node: Node, model: Model): Origin[] {
  const known = answers.get(node);
  if (known !== undefined) return known;
  const trail: Trail = { model, steps: mostSteps, seen: undefined, visits: { left: mostVisits } };
  const origins = trace(node, trail).slice(0, mostOrigins);
  answers.set(node, origins);
  return origins;
}

/** The names among the origins: `fetch`, `child_process#exec`. */
export function namesOf(node: Node, model: Model): string[] {
  return originsOf(node, model).flatMap((origin) => (origin.kind === "named" ? origin.path : []));
}

interface Seen {
  readonly node: Node;
  readonly before: Seen | undefined;
}

function includes(seen: Seen | undefined, node: Node): boolean {
  for (let one = seen; one; one = one.before) if (one.node === node) return true;
  return false;
}

interface Trail {
  readonly model: Model;
  readonly steps: number;
  /** The expressions on the way here, the last first. */
  readonly seen: Seen | undefined;
  readonly visits: { left: number };
}

function trace(wrapped: Node, trail: Trail): Origin[] {
  const node = unwrap(wrapped);
  trail.visits.left -= 1;
  if (trail.steps <= 0 || trail.visits.left < 0 || includes(trail.seen, node))
    return [{ kind: "unknown", node, path: [] }];
  const { model, visits } = trail;
  const next: Trail = { model, visits, steps: trail.steps - 1, seen: { node, before: trail.seen } };
  switch (node.type) {
    case "Identifier":
      return traceName(node, next);
    case "MemberExpression":
    case "OptionalMemberExpression":
      return traceMember(node, next);
    case "ConditionalExpression":
      return [...trace(node.consequent, next), ...trace(node.alternate, next)];
    case "LogicalExpression":
      return [...trace(node.left, next), ...trace(node.right, next)];
    case "AssignmentExpression":
      return node.operator === "=" ? trace(node.right, next) : [{ kind: "expression", node, path: [] }];
    case "CallExpression":
    case "OptionalCallExpression":
    case "ImportExpression":
      return traceCall(node, next);
    default:
      return [{ kind: "expression", node, path: [] }];
  }
}

function traceName(node: Identifier, trail: Trail): Origin[] {
  const { model } = trail;
  const binding = model.bindingOf(node);
  if (binding === undefined) return [{ kind: "named", path: node.name }];
  if (binding.imported) return traceImport(binding.file, binding.imported, node, trail);
  const origins = sourcesOf(binding, model).flatMap((source) => traceSource(source, trail));
  return binding.opaque || origins.length === 0 ? [...origins, { kind: "unknown", node, path: [] }] : origins;
}

/** The values of a binding; of a parameter too, where every call of its function is known. */
function sourcesOf(binding: Binding, model: Model): readonly ValueSource[] {
  if (binding.kind !== "parameter") return binding.values;
  return [...binding.values, ...(promised(binding, model) ?? []), ...handedIn(binding, model)];
}

function handedIn(binding: Binding, model: Model): ValueSource[] {
  const { declaration, name } = binding;
  if (!isFunction(declaration)) return [];
  const index = parameterIndex(declaration, name);
  const handed = index < 0 ? [] : (callsOf(declaration, model) ?? []).map((call) => call.arguments[index]);
  return handed.flatMap((from) => (from ? [{ from, path: [] }] : []));
}

/** `import("x").then((module) => …)` */
function promised(binding: Binding, model: Model): ValueSource[] | undefined {
  const { declaration } = binding;
  if (!isFunction(declaration)) return undefined;
  const [first] = declaration.params;
  const source = isPromiseCallback(declaration, model);
  if (first === undefined || source === undefined) return undefined;
  if (first.type === "Identifier" && model.bindingOf(first) === binding) return [{ from: source, path: [] }];
  if (first.type !== "ObjectPattern") return undefined;
  return first.properties.flatMap((property) => {
    if (property.type !== "ObjectProperty" || property.value.type !== "Identifier") return [];
    const name = writtenName(property.key, property.computed);
    if (name === undefined || model.bindingOf(property.value) !== binding) return [];
    return [{ from: source, path: [name] }];
  });
}

function traceSource({ from, path }: ValueSource, trail: Trail): Origin[] {
  return path.reduce<Origin[]>(
    (origins, name) => origins.flatMap((origin) => into(origin, name, trail)),
    trace(from, trail),
  );
}

function traceImport(
  file: string,
  { module, name }: { module: string; name: string },
  node: Node,
  trail: Trail,
): Origin[] {
  const local = module.startsWith(".") ? resolveModule(file, module, trail.model) : undefined;
  if (local !== undefined) return traceExport(local, name, node, trail);
  return [{ kind: "named", path: modulePath(module, name === "*" || name === "default" ? "" : name) }];
}

function traceExport(file: string, name: string, node: Node, trail: Trail): Origin[] {
  const { model } = trail;
  const exports = model.exportsOf(file);
  if (name === "*") return [{ kind: "named", path: `file:${file}#` }];
  const source = exports?.names.get(name);
  if (source !== undefined) {
    const [imported] = source.path;
    if (source.from.type === "StringLiteral" && imported !== undefined) {
      return traceImport(file, { module: source.from.value, name: imported }, node, trail);
    }
    return trail.steps === 0
      ? [{ kind: "unknown", node, path: [] }]
      : traceSource(source, { ...trail, steps: trail.steps - 1 });
  }
  for (const module of exports?.all ?? []) {
    const local = resolveModule(file, module, model);
    if (local === undefined) return [{ kind: "named", path: modulePath(module, name) }];
    if (model.exportsOf(local)?.names.has(name)) return traceExport(local, name, node, trail);
  }
  return [{ kind: "unknown", node, path: [] }];
}

function traceMember(node: MemberNode, trail: Trail): Origin[] {
  const { model } = trail;
  const name = memberName(node, model);
  if (name === undefined) return [{ kind: "unknown", node, path: [] }];
  if (node.object.type === "ThisExpression") {
    const owner = enclosingClass(node, model.parentOf);
    const sources = owner ? model.memberOf(owner, name) : [];
    if (sources.length > 0) return sources.flatMap((source) => traceSource(source, trail));
  }
  return trace(node.object, trail).flatMap((origin) => into(origin, name, trail));
}

const globals = new Set(["globalThis", "global", "window", "self"]);

/** The origin of a property of what has this origin. */
function into(origin: Origin, name: string, trail: Trail): Origin[] {
  if (origin.kind === "named") return intoNamed(origin.path, name, trail);
  if (origin.kind === "unknown") return [{ ...origin, path: [...origin.path, name] }];
  const { node } = origin;
  if (origin.path.length === 0) {
    if (node.type === "ObjectExpression") {
      const found = intoObject(node.properties, name, trail);
      if (found !== undefined) return found;
    }
    if (node.type === "ArrayExpression") {
      const elements = name === "*" ? node.elements : [node.elements[Number(name)] ?? null];
      const present = elements.flatMap((element) =>
        element && element.type !== "SpreadElement" ? [element] : [],
      );
      if (present.length > 0 && present.length === elements.length)
        return present.flatMap((element) => trace(element, trail));
    }
  }
  return [{ kind: "expression", node, path: [...origin.path, name] }];
}

function intoNamed(path: string, name: string, trail: Trail): Origin[] {
  if (globals.has(path)) return [{ kind: "named", path: name }];
  if (path.startsWith("file:")) {
    const file = path.slice("file:".length, -1);
    const node: Node = { type: "Identifier", name };
    return traceExport(file, name, node, trail);
  }
  if (path.endsWith("#")) return [{ kind: "named", path: name === "default" ? path : path + name }];
  return [{ kind: "named", path: `${path}.${name}` }];
}

function intoObject(
  properties: Extract<Node, { type: "ObjectExpression" }>["properties"],
  name: string,
  trail: Trail,
): Origin[] | undefined {
  for (const property of [...properties].reverse()) {
    if (property.type === "SpreadElement") {
      return trace(property.argument, trail).flatMap((origin) => into(origin, name, trail));
    }
    if (name !== "*" && writtenName(property.key, property.computed) !== name) continue;
    if (property.type === "ObjectProperty") return trace(property.value, trail);
    return [{ kind: "expression", node: property, path: [] }];
  }
  return undefined;
}

const passing = new Set([
  "util#promisify",
  "util#callbackify",
  "util#deprecate",
  "Object.freeze",
  "structuredClone",
]);
/** Calls whose result has a name of its own: `axios#create()` */
const makers = new Set([
  ...["module#createRequire", "axios#create", "got#extend", "ky#create", "ky#extend"],
  ...["ofetch#ofetch.create", "ofetch#$fetch.create"],
]);
const requires = new Set(["require", "module#createRequire()", "process.getBuiltinModule"]);

function traceCall(node: CallNode | Extract<Node, { type: "ImportExpression" }>, trail: Trail): Origin[] {
  const [argument] = isCall(node) ? node.arguments : [node.source];
  const stands: Origin[] = [{ kind: "expression", node, path: [] }];
  const loads = !isCall(node) || node.callee.type === "Import";
  const callee = isCall(node) ? node.callee : undefined;
  const names = callee && callee.type !== "Import" ? trace(callee, trail).flatMap(nameOf) : [];
  if (loads || names.some((name) => requires.has(name))) {
    const module = argument && joined(argument, trail.model);
    if (module === undefined) return stands;
    return traceLoaded(node, module, trail);
  }
  const made = names.find((name) => makers.has(name));
  if (made !== undefined) return [{ kind: "named", path: `${made}()` }];
  if (argument && names.some((name) => passing.has(name))) return trace(argument, trail);
  if (callee && isMember(callee) && calleeName(callee) === "bind") return trace(callee.object, trail);
  if (callee && callee.type !== "Import") {
    for (const origin of trace(callee, trail)) {
      if (origin.kind !== "expression" || origin.path.length > 0 || !isFunction(origin.node)) continue;
      const returned = returnedBy(origin.node);
      if (returned !== undefined) return onlyNamed(trace(returned, trail)) ?? stands;
    }
  }
  return stands;
}

/** What a function gives back matters where it is a thing with a name: `const client = () => fetch`. */
const onlyNamed = (origins: Origin[]): Origin[] | undefined =>
  origins.every(({ kind }) => kind === "named") ? origins : undefined;

const nameOf = (origin: Origin): string[] => (origin.kind === "named" ? [origin.path] : []);

function traceLoaded(node: Node, module: string, trail: Trail): Origin[] {
  const file = module.startsWith(".") ? trail.model.fileOf(node) : undefined;
  const local = file && resolveModule(file, module, trail.model);
  if (local) return [{ kind: "named", path: `file:${local}#` }];
  return [{ kind: "named", path: modulePath(module, "") }];
}
