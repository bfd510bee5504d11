import { expect, it } from "vitest";
import type { StandardSchema } from "../../../../templates/packages/core/src/index.ts";
import { advisories } from "./advisories.ts";

/** Sends the attack and expects what the table requires. */
export type Attack = () => unknown;

/** Replays every advisory of a topic, and fails for a row without an attack and for an attack without a row. */
export function replay(topic: string, attacks: Readonly<Record<string, Attack>>): void {
  const rows = advisories.filter((row) => row.topic === topic);
  it("replays every row of its topic, and no other", () => {
    expect(Object.keys(attacks).sort()).toEqual(rows.map(({ id }) => id).sort());
  });
  for (const { id, package: name, attack, answer } of rows) {
    it(`${id} (${name}) ${attack}: ${answer}`, async () => {
      expect.hasAssertions();
      await attacks[id]?.();
    });
  }
}

/** One attack for several advisories. */
export function each(ids: readonly string[], attack: Attack): Record<string, Attack> {
  return Object.fromEntries(ids.map((id) => [id, attack]));
}

/** Milliseconds that something took. */
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** A schema that takes anything, for attacks that must not be stopped by validation. */
export const anything: StandardSchema<unknown, Record<string, unknown>> = {
  "~standard": {
    version: 1,
    vendor: "replays",
    validate: (value) => ({ value: value as Record<string, unknown> }),
  },
};

/** What a handler of these tests answers. */
export const said = (body: unknown) => ({ status: 200 as const, body });
