import type { Node } from "@babel/types";
import { lineOf } from "../../syntax/nodes.ts";
import type { Finding, Gate } from "../../verify/gate.ts";
import { inspectPrograms, type Source } from "../../verify/source.ts";
import { secretIn } from "../names/secret.ts";
import { comparisonOf } from "./comparison.ts";
import { isHarmless } from "./harmless.ts";

export const secretComparisons: Gate = {
  name: "secret-comparisons",
  summary: "Secrets are compared in constant time",
  explanation: `Finds a secret compared with ===, ==, !==, !=, Object.is, switch, startsWith, endsWith, localeCompare, Buffer.compare, equals,
isEqual, or looked up in a list with includes and indexOf. Such a comparison ends at the first difference, so its duration
says how much of a guess was right.

A secret is known by its name (token, password, apiKey, signature, sessionId, an "authorization" or "x-api-key" header, a variable of
the environment), by an HMAC, and through local variables, patterns, slices and templates. Comparing with undefined, null, "",
a length, a kind or a scheme is let be, and so are two fields of one input (password and its confirmation).

It does not know a secret whose name says nothing, and does not judge comparisons in SQL or in a library.`,
  run: (context) => inspectPrograms(context, inspect),
};

function inspect(source: Source): Finding[] {
  const { file, model } = source;
  return source.nodes.flatMap((node: Node) => {
    const comparison = comparisonOf(node, model);
    if (comparison === undefined) return [];
    const { rule, how } = comparison;
    for (const [a, b] of comparison.pairs) {
      const name = secretIn(a, model) ?? secretIn(b, model);
      if (name === undefined || isHarmless(a, b, name, model) || isHarmless(b, a, name, model)) continue;
      return [
        {
          file,
          line: lineOf(node),
          rule,
          message: `\`${name}\` is compared with ${how}.`,
          why: "It ends at the first difference, so how long it takes tells a guesser how much of the guess was right.",
          fix: "Use timingSafeEqual(a, b) of @daloyjs/core: it takes texts of any length.",
        },
      ];
    }
    return [];
  });
}
