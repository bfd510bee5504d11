import { asJson } from "./as-json.ts";
import type { AnyShape, ArrayShape, ContainerShape, ObjectShape, Shape } from "./shape.ts";
import { below, intersect, join, outermost, type Suspect } from "./suspects.ts";

/** Stands for an output that cannot be laid beside the input. */
export const incomparable = Symbol("incomparable");

/** Branches of nested unions look at the same values again and again. */
type Memo = Map<object, Map<Shape, Suspect[] | undefined>>;

/**
 * Finds the keys of `value` that its shape does not know; below opaque places and between branches of a
 * union, those that are missing from `output`. Nothing is allocated unless something is found or a union has
 * several candidates.
 */
export function findSuspects(
  shape: Shape,
  value: unknown,
  output: unknown,
  memo?: Memo,
): Suspect[] | undefined {
  value = asJson(value);
  if (typeof value !== "object" || value === null) return undefined;
  switch (shape.kind) {
    case "leaf":
      return undefined;
    case "opaque":
      return output === incomparable ? undefined : findVanished(value, output);
    case "ref":
      return findSuspects(shape.target, value, output, memo);
    case "container":
      return memo ? remember(shape, value, memo) : findInContainer(shape, value, output);
    case "all":
      return findInAll(shape.members, value, output, memo);
    case "any":
      return findInAny(shape, value, output, memo);
  }
}

/** Below a union with several candidates the output is never compared, so shape and value say it all. */
function remember(shape: ContainerShape, value: object, memo: Memo): Suspect[] | undefined {
  const known = memo.get(value) ?? new Map<Shape, Suspect[] | undefined>();
  memo.set(value, known);
  if (!known.has(shape)) known.set(shape, findInContainer(shape, value, incomparable, memo));
  return known.get(shape);
}

function findInContainer(
  shape: ContainerShape,
  value: object,
  output: unknown,
  memo?: Memo,
): Suspect[] | undefined {
  if (Array.isArray(value)) return shape.array && findInArray(shape.array, value, output, memo);
  return shape.object && isRecord(value) ? findInObject(shape.object, value, output, memo) : undefined;
}

function findInObject(
  shape: ObjectShape,
  value: Record<string, unknown>,
  output: unknown,
  memo?: Memo,
): Suspect[] | undefined {
  let found: Suspect[] | undefined;
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    const child = shape.names.get(key) ?? shapeOfOther(shape, key);
    if (!child) {
      found ??= [];
      found.push({ path: [key], declared: true });
      continue;
    }
    if (child.kind === "leaf") continue;
    const member = value[key];
    if (typeof member !== "object") continue;
    const inside = findSuspects(child, member, memberOf(output, key), memo);
    if (inside) found = join(found, below(key, inside));
  }
  return found;
}

function shapeOfOther({ patterns, others }: ObjectShape, key: string): Shape | undefined {
  for (const [pattern, shape] of patterns) if (pattern.test(key)) return shape;
  return others;
}

function findInArray(
  shape: ArrayShape,
  value: readonly unknown[],
  output: unknown,
  memo?: Memo,
): Suspect[] | undefined {
  let found: Suspect[] | undefined;
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (typeof item !== "object") continue;
    const inside = findSuspects(shape.prefix[i] ?? shape.rest, item, itemOf(output, i), memo);
    if (inside) found = join(found, below(i, inside));
  }
  return found;
}

function findInAll(
  members: readonly Shape[],
  value: object,
  output: unknown,
  memo?: Memo,
): Suspect[] | undefined {
  let found: Suspect[] | undefined;
  let first = true;
  for (const member of members) {
    if (!hasSay(member, value)) continue;
    const here = findSuspects(member, value, output, memo);
    if (!here) return undefined;
    found = first ? here : intersect(found ?? [], here);
    if (!found) return undefined;
    first = false;
  }
  return found;
}

/** An intersection's member that is about something else must not count as one that knows every key. */
function hasSay(shape: Shape, value: object): boolean {
  if (shape.kind === "leaf") return false;
  return shape.kind !== "container" || (Array.isArray(value) ? shape.array : shape.object) !== undefined;
}

function findInAny(shape: AnyShape, value: object, output: unknown, memo?: Memo): Suspect[] | undefined {
  let candidates = 0;
  let only: Shape | undefined;
  for (const branch of shape.branches) {
    if (!branch.accepts(value)) continue;
    candidates++;
    only = branch.shape;
  }
  if (candidates === 1 && only) return findSuspects(only, value, output, memo);

  const shared: Memo = memo ?? new Map();
  let declared: Suspect[] | undefined;
  let first = true;
  for (const branch of shape.branches) {
    if (candidates > 0 && !branch.accepts(value)) continue;
    const here = findSuspects(branch.shape, value, incomparable, shared);
    declared = first ? here : declared && here && intersect(declared, here);
    first = false;
    if (!declared) break;
  }
  const vanished = output === incomparable ? undefined : findVanished(value, output);
  return declared && vanished ? outermost([...vanished, ...declared]) : (declared ?? vanished);
}

/** The keys of the input that the output does not have, and everything below them. */
function findVanished(input: object, output: unknown): Suspect[] | undefined {
  let found: Suspect[] | undefined;
  if (Array.isArray(input)) {
    for (let i = 0; i < input.length; i++) found = addVanished(found, i, input[i], itemOf(output, i));
    return found;
  }
  if (!isRecord(input)) return undefined;
  for (const key in input) {
    if (!Object.hasOwn(input, key)) continue;
    const member = memberOf(output, key);
    if (member === incomparable) {
      found ??= [];
      found.push({ path: [key], declared: false });
    }
    found = addVanished(found, key, input[key], member);
  }
  return found;
}

function addVanished(
  found: Suspect[] | undefined,
  key: string | number,
  value: unknown,
  member: unknown,
): Suspect[] | undefined {
  if (typeof value !== "object" || value === null) return found;
  const inside = findVanished(value, member);
  return inside ? join(found, below(key, inside)) : found;
}

function memberOf(output: unknown, key: string): unknown {
  return isRecord(output) && Object.hasOwn(output, key) ? output[key] : incomparable;
}

function itemOf(output: unknown, index: number): unknown {
  return Array.isArray(output) && index < output.length ? output[index] : incomparable;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
