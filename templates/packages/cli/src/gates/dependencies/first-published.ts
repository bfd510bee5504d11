import type { Registry } from "../../registry/registry.ts";

export type FirstPublished =
  | { readonly at: Date }
  /** There is none, or it was taken down for security. */
  | { readonly never: "missing" | "removed" }
  | { readonly unreachable: string };

/** When a package was first published, by the dates that its registry gives. */
export async function firstPublished(name: string, registry: Registry): Promise<FirstPublished> {
  const answer = await registry.packument(name);
  if (answer.status === "unreachable") return { unreachable: answer.reason };
  if (answer.status === "missing") return { never: "missing" };
  const { time, tags } = answer.packument;
  // npm's placeholder for what it removed: 0.0.1-security
  if (/-security(?:\.\d+)?$/.test(tags.get("latest") ?? "")) return { never: "removed" };
  const dates = [...time].flatMap(([key, text]) => (key === "modified" ? [] : [Date.parse(text)]));
  const first = Math.min(...dates.filter((date) => !Number.isNaN(date)));
  if (Number.isFinite(first)) return { at: new Date(first) };
  return { unreachable: `The registry does not say when ${name} was published.` };
}
