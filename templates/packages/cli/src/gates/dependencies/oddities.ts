import type { Registry } from "../../registry/registry.ts";
import type { Finding } from "../../verify/gate.ts";
import { firstPublished } from "./first-published.ts";
import { type LookAlike, lookAlikeOf } from "./look-alike.ts";
import { loadPopularPackages } from "./popular-packages.ts";
import type { Requested } from "./requested.ts";

/** What is odd about a package, each with what to do about it. */
export interface Oddities {
  readonly findings: readonly Finding[];
  /** Why the registry's half was not looked at. */
  readonly unchecked?: string;
}

/**
 * Packages that models invent are registered by others soon after, and what is bad is mostly found within days; a package that a
 * project has good reason to depend on is seldom younger.
 */
export const youngestDays = 30;
const dayMs = 86_400_000;

/** A popular package was looked at by many: it is no oddity, and nobody is asked for it. */
export async function oddities(
  one: Requested,
  registry: () => Promise<Registry>,
  now: Date,
): Promise<Oddities> {
  if (one.registry !== "npm") return { findings: [] };
  const popular = await loadPopularPackages();
  if (popular.rank(one.name) !== undefined) return { findings: [] };
  const alike = lookAlikeOf(one.name, popular);
  const nearly = alike === undefined ? [] : [resembles(one, alike)];
  const first = await firstPublished(one.name, await registry());
  if ("unreachable" in first) return { findings: nearly, unchecked: first.unreachable };
  if ("never" in first) return { findings: [...nearly, unpublished(one, first.never)] };
  const days = Math.floor((now.getTime() - first.at.getTime()) / dayMs);
  return { findings: days < youngestDays ? [...nearly, young(one, first.at, days)] : nearly };
}

const resembles = (one: Requested, { rule, meant, how }: LookAlike): Finding => ({
  ...placeOf(one),
  rule,
  message: `${one.name} is nearly ${meant}: it ${how}.`,
  why: "Names like this are published to be installed by mistake, or because a model invented them; what is installed runs with all the rights of the project.",
  fix: `If ${meant} is meant, write that. If not, look at the package and its source, then: daloy deps approve ${one.name} --why "…" --acknowledge ${rule}`,
});

const young = (one: Requested, at: Date, days: number): Finding => ({
  ...placeOf(one),
  rule: "new",
  message: `${one.name} was first published on ${at.toISOString().slice(0, 10)}, ${days === 1 ? "1 day" : `${days} days`} ago; younger than ${youngestDays} days is refused.`,
  why: "Names that models invent are registered by attackers soon after, and what is bad about a package is mostly found in its first weeks.",
  fix: `Wait, or look at the package, its source and its author, then: daloy deps approve ${one.name} --why "…" --acknowledge new`,
});

const unpublished = (one: Requested, never: "missing" | "removed"): Finding =>
  never === "missing"
    ? {
        ...placeOf(one),
        rule: "unknown",
        message: `The registry has no package ${one.name}.`,
        why: "Whoever publishes it first decides what is installed under this name.",
        fix: "Correct the name, or remove it. If it is a private one, its scope needs its own registry in the package manager's settings.",
      }
    : {
        ...placeOf(one),
        rule: "removed",
        message: `The registry took ${one.name} down, and holds its name with a placeholder.`,
        why: "That is what registries do with malicious packages.",
        fix: "Remove it, and find out what it did where it was installed.",
      };

const placeOf = ({ file, line }: Requested) => ({ file, line });
