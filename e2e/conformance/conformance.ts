import { afterAll, beforeAll, describe, it } from "vitest";
import type { ConformanceCase } from "./case.ts";
import { addresses } from "./cases/addresses.ts";
import { bodies } from "./cases/bodies.ts";
import { lifecycle } from "./cases/lifecycle.ts";
import { limitCases } from "./cases/limits.ts";
import { routing } from "./cases/routing.ts";
import { streams } from "./cases/streams.ts";
import { Client } from "./client.ts";
import type { Capability, Instance, Target } from "./target.ts";

const cases: readonly ConformanceCase[] = [...routing, ...bodies, ...streams, ...limitCases, ...addresses];

/**
 * The suite, against one target. What the platform cannot have is skipped by name, with the target's reason.
 */
export function describeConformance(target: Target): void {
  describe(`conformance on ${target.name}`, () => {
    const running = new Map<string, Promise<Instance>>();
    const instanceFor = (settings: object): Promise<Instance> => {
      const key = JSON.stringify(settings);
      const instance = running.get(key) ?? target.start(settings);
      running.set(key, instance);
      return instance;
    };

    beforeAll(() => target.prepare());
    afterAll(async () => {
      for (const instance of await Promise.allSettled(running.values())) {
        if (instance.status === "fulfilled") await instance.value.kill();
      }
    });

    for (const { name, needs, settings = {}, ask } of cases) {
      it(name, async ({ skip }) => {
        skipWhere(target, needs, skip);
        await ask(new Client((await instanceFor(settings)).origin));
      });
    }
    for (const { name, needs, prove } of lifecycle) {
      it(name, async ({ skip }) => {
        skipWhere(target, needs, skip);
        await prove(target);
      });
    }
  });
}

function skipWhere(target: Target, needs: readonly Capability[] = [], skip: (note: string) => void): void {
  const missing = needs.find((capability) => target.cannot[capability] !== undefined);
  if (missing !== undefined) skip(`${target.name} cannot have ${missing}: ${target.cannot[missing]}`);
}
