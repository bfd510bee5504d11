import { nearest } from "../nearest.ts";
import { usageError } from "../tool-error.ts";
import type { Gate } from "./gate.ts";

/** The gates of these names in the order of the registry; all of them without a name. @throws {ToolError} a usage error */
export function selectGates(names: readonly string[], gates: readonly Gate[]): readonly Gate[] {
  const wanted = new Set(names.map((name) => findGate(name, gates)));
  return names.length === 0 ? gates : gates.filter((gate) => wanted.has(gate));
}

/** @throws {ToolError} a usage error that names the nearest match */
export function findGate(name: string, gates: readonly Gate[]): Gate {
  const gate = gates.find((one) => one.name === name);
  if (gate !== undefined) return gate;
  const known = gates.map((one) => one.name);
  const meant = nearest(name, known);
  throw usageError(
    `Unknown gate: ${name}`,
    meant === undefined ? `The gates are ${known.join(", ")}.` : `Did you mean \`daloy verify ${meant}\`?`,
  );
}
