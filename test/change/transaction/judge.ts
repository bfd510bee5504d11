import { expect } from "vitest";
import { inspectTarget } from "../../../src/change/target.ts";
import { recover } from "../../../src/change/transaction/recover.ts";
import { snapshot } from "../temp.ts";
import { type Scenario, writeScenario } from "./scenarios.ts";

type Snapshot = Record<string, string>;

/**
 * Checks what a killed run left: after the next run's `recover` it is the old state or the new one, and writing again
 * gives the new one. Tells whether anything had to be restored.
 */
export async function judgeKilled(
  root: string,
  scenario: Scenario,
  { before, after }: { before: Snapshot; after: Snapshot },
  when: string,
): Promise<boolean> {
  const target = await inspectTarget(scenario.directory, root);
  const restored = target.state === "interrupted" && (await recover(target.path)).restored;

  const state = withoutStage(await snapshot(root), scenario);
  expect([before, after], when).toContainEqual(state);

  if (!(`${scenario.directory}/.daloy` in state)) {
    await writeScenario(root, scenario);
    const again = await snapshot(root);
    expect(again, `${when}, written again`).toEqual(after);
  }
  return restored;
}

/** A stage beside a new directory, and the parents made for it, stay until the next write: they are no part of it. */
function withoutStage(found: Snapshot, { directory }: Scenario): Snapshot {
  const isLeft = (path: string) => /(^|\/)\.app\.daloy-/.test(path);
  const kept = Object.entries(found).filter(([path]) => !isLeft(path));
  const isParent = (path: string) => directory.startsWith(`${path}/`);
  return Object.fromEntries(kept.every(([path]) => isParent(path)) && directory.includes("/") ? [] : kept);
}
