import { type Method, parsePattern, splitPath } from "./path.ts";

/** Parameter values by name; the wildcard's under `*`. */
export type PathParams = Record<string, string>;

export interface Match<T> {
  readonly leaf: Leaf<T>;
  readonly params: PathParams;
  readonly value: T;
}

/** The routes of one path. */
export interface Leaf<T> {
  readonly pattern: string;
  readonly byMethod: Partial<Record<Method, T>>;
}

interface Node<T> {
  readonly children: Map<string, Node<T>>;
  param: { readonly name: string; readonly node: Node<T> } | undefined;
  wildcard: Leaf<T> | undefined;
  leaf: Leaf<T> | undefined;
}

function newNode<T>(): Node<T> {
  return { children: new Map(), param: undefined, wildcard: undefined, leaf: undefined };
}

/**
 * A segment trie: static beats parameter beats wildcard, and a branch that leads nowhere gives way to the next.
 * Lookup costs the depth of the path, not the number of routes. Paths are matched strictly: case counts, `/books/` is not
 * `/books`, an empty segment is no parameter, and `/files/*` takes `/files/` (with an empty rest) but not `/files`.
 */
export class Router<T> {
  readonly #root: Node<T> = newNode();
  readonly #statics = new Map<string, Leaf<T>>();

  /** @throws TypeError on a duplicate route, or two parameter names at one position */
  add(method: Method, pattern: string, value: T): void {
    let node = this.#root;
    let dynamic = false;
    for (const segment of parsePattern(pattern)) {
      if (segment.kind === "wildcard") {
        node.wildcard ??= { pattern, byMethod: {} };
        this.#put(node.wildcard, method, pattern, value);
        return;
      }
      if (segment.kind === "param") {
        dynamic = true;
        if (node.param && node.param.name !== segment.name) {
          throw new TypeError(
            `The route path "${pattern}" names a parameter ":${segment.name}" where another route has ":${node.param.name}"; use one name.`,
          );
        }
        node.param ??= { name: segment.name, node: newNode() };
        node = node.param.node;
      } else {
        let child = node.children.get(segment.text);
        if (!child) {
          child = newNode();
          node.children.set(segment.text, child);
        }
        node = child;
      }
    }
    node.leaf ??= { pattern, byMethod: {} };
    this.#put(node.leaf, method, pattern, value);
    if (!dynamic) this.#statics.set(pattern, node.leaf);
  }

  /**
   * The route for a method and a raw path. `HEAD` falls back to `GET`.
   *
   * @throws BadRequestError when the path is not a safe, well-formed one
   */
  find(method: string, path: string): Match<T> | undefined {
    const known = this.#statics.get(path);
    const direct = known && valueFor(known, method);
    if (known && direct !== undefined) return { leaf: known, params: noParams, value: direct };
    const params: PathParams = {};
    const leaf = walk(this.#root, splitPath(path), 0, params, method);
    const value = leaf && valueFor(leaf, method);
    return leaf && value !== undefined ? { leaf, params, value } : undefined;
  }

  /** Every leaf that a raw path could mean, whatever the method: what `Allow` is made of. */
  leavesOf(path: string): Leaf<T>[] {
    const found: Leaf<T>[] = [];
    walk(this.#root, splitPath(path), 0, {}, found);
    return found;
  }

  #put(leaf: Leaf<T>, method: Method, pattern: string, value: T): void {
    if (leaf.byMethod[method] !== undefined) {
      throw new TypeError(`The route ${method} ${pattern} is registered twice.`);
    }
    leaf.byMethod[method] = value;
  }
}

/** The value for a method on a leaf; `HEAD` is answered by `GET` where it has no route of its own. */
export function valueFor<T>(leaf: Leaf<T>, method: string): T | undefined {
  const { byMethod } = leaf;
  switch (method) {
    case "HEAD":
      return byMethod.HEAD ?? byMethod.GET;
    case "GET":
    case "POST":
    case "PUT":
    case "PATCH":
    case "DELETE":
      return byMethod[method];
    default:
      return undefined;
  }
}

const noParams: PathParams = Object.freeze({});

/** @param wanted the method of the leaf to find, or the list that takes in every leaf */
function walk<T>(
  node: Node<T>,
  segments: readonly string[],
  at: number,
  params: PathParams,
  wanted: string | Leaf<T>[],
): Leaf<T> | undefined {
  const segment = segments[at];
  if (segment === undefined) return accepted(node.leaf, wanted);
  const child = node.children.get(segment);
  const found = child && walk(child, segments, at + 1, params, wanted);
  if (found) return found;
  if (node.param && segment !== "") {
    const leaf = walk(node.param.node, segments, at + 1, params, wanted);
    if (leaf) {
      params[node.param.name] = segment;
      return leaf;
    }
  }
  if (node.wildcard) {
    const rest = segments.slice(at);
    const leaf = isPlainPath(rest) ? accepted(node.wildcard, wanted) : undefined;
    if (leaf) params["*"] = rest.join("/");
    return leaf;
  }
  return undefined;
}

function accepted<T>(leaf: Leaf<T> | undefined, wanted: string | Leaf<T>[]): Leaf<T> | undefined {
  if (leaf === undefined) return undefined;
  if (typeof wanted === "string") return valueFor(leaf, wanted) === undefined ? undefined : leaf;
  wanted.push(leaf);
  return undefined;
}

/**
 * Whether a wildcard's value means one thing to everybody: joined to a directory, `//etc/passwd` would be absolute, and both
 * `a//b` and `a%2Fb` would name what the routes below `a/b` guard.
 */
function isPlainPath(rest: readonly string[]): boolean {
  return rest.every((part, at) => !part.includes("/") && (part !== "" || at === rest.length - 1));
}
