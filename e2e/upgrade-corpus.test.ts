import { fileURLToPath } from "node:url";
import { loadLayers } from "../src/template/load.ts";
import { loadReleases } from "../src/template/releases.ts";
import { renderTree } from "../src/template/render.ts";
import { answers, countingSecrets } from "../test/template/fixture-store.ts";
import { describeRoad } from "../test/upgrade/corpus/describe-road.ts";
import { frozen } from "../test/upgrade/corpus/frozen.ts";

const templates = fileURLToPath(new URL("../templates", import.meta.url));
const first = frozen("1.0.0-beta.0");

// What the templates render now, with as little of the vendored packages as the frozen releases have.
const { renames } = await loadReleases(templates);
const rendered = renderTree(
  await loadLayers(templates),
  { ...answers, name: "frozen-app" },
  countingSecrets(),
);
const isKept = (path: string) => !path.startsWith("vendor/") || first.tree.has(path);
const tree = new Map([...rendered].filter(([path]) => isKept(path)));

describeRoad("the first release to today", first, { version: "1.0.0-beta.0", renames, tree });
