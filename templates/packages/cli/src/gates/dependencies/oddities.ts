import type { Finding } from "../../verify/gate.ts";
import { lookAlikeOf } from "./look-alike.ts";
import { loadPopularPackages } from "./popular-packages.ts";
import type { Requested } from "./requested.ts";

/** What is odd about a package, each with what to do about it. */
export async function oddities(one: Requested): Promise<Finding[]> {
  if (one.registry !== "npm") return [];
  const alike = lookAlikeOf(one.name, await loadPopularPackages());
  if (alike === undefined) return [];
  const { rule, meant, how } = alike;
  return [
    {
      file: one.file,
      line: one.line,
      rule,
      message: `${one.name} is nearly ${meant}: it ${how}.`,
      why: "Names like this are published to be installed by mistake, or because a model invented them; what is installed runs with all the rights of the project.",
      fix: `If ${meant} is meant, write that. If not, look at the package and its source, then: daloy deps approve ${one.name} --why "…" --acknowledge ${rule}`,
    },
  ];
}
