import type { Node } from "@babel/types";
import { isCall, lineOf } from "../../syntax/nodes.ts";
import { namesOf } from "../../syntax/origin.ts";
import type { Finding, Gate } from "../../verify/gate.ts";
import { inspectPrograms, type Source } from "../../verify/source.ts";
import { isIdentifierName, isSecretName } from "../names/names.ts";
import { purposeOf } from "./purpose.ts";

export const weakRandom: Gate = {
  name: "weak-random",
  summary: "No Math.random() and no clock behind tokens, identifiers and secrets",
  explanation: `Finds values of Math.random() that become a token, an identifier, a code, a password or text, by the name of what they are
put into (a variable, a property, a function that returns them, a header), and by the idioms for it: toString(36),
a random character of an alphabet. It follows aliases, local variables and helpers. Of Date.now() and performance.now() it
finds those that become a secret: who knows when, knows it.

Math.random() can be computed from a few of its values. Jitter, sampling and shuffling may use it.

It does not follow a value through a helper of another file, nor judge other generators (a library's, your own).`,
  run: (context) => inspectPrograms(context, inspect),
};

function inspect(source: Source): Finding[] {
  return source.nodes.flatMap((node) => {
    const found = sourceOf(node, source);
    if (found === undefined) return [];
    const purpose = purposeOf(node, source.model);
    const matters =
      found === "Math.random()"
        ? purpose.text || purpose.names.some((name) => isSecretName(name) || isIdentifierName(name))
        : purpose.names.some(isSecretName);
    if (!matters) return [];
    const name = purpose.names.find((one) => isSecretName(one) || isIdentifierName(one));
    return [
      {
        file: source.file,
        line: lineOf(node),
        rule: found === "Math.random()" ? "math-random" : "clock",
        message: `${found} becomes ${name === undefined ? "random text" : `\`${name}\``}.`,
        why:
          found === "Math.random()"
            ? "Its next values can be computed from a few earlier ones, so whoever gets some can make the others."
            : "The time is no secret: whoever knows about when, can try all values.",
        fix: "Use crypto.randomUUID(), or crypto.getRandomValues(new Uint8Array(32)).",
      },
    ];
  });
}

const clocks = new Set(["Date.now", "performance.now"]);

function sourceOf(node: Node, { model }: Source): string | undefined {
  if (!isCall(node)) return undefined;
  if (node.type === "NewExpression") return undefined;
  for (const name of namesOf(node.callee, model)) {
    if (name === "Math.random") return "Math.random()";
    if (clocks.has(name)) return `${name}()`;
  }
  return undefined;
}
