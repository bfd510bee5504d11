import { expect, it } from "vitest";
import { nearest } from "../../src/answers/nearest.ts";

it.each([
  ["nmp", ["npm", "pnpm"], "npm"],
  ["PNPM", ["npm", "pnpm"], "pnpm"],
  ["--dryrun", ["--dry-run", "--git"], "--dry-run"],
  ["--pack", ["--package-manager"], "--package-manager"],
  ["yarn", ["npm", "pnpm"], undefined],
  ["", ["npm"], undefined],
  ["x", [], undefined],
])("%j among %j → %s", (word, candidates, found) => {
  expect(nearest(word, candidates)).toBe(found);
});
