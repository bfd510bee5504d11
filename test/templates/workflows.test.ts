import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { packageManagers } from "../../src/answers/answers.ts";
import type { Tree } from "../../src/template/tree.ts";
import { actions } from "../../templates/packages/cli/src/gates/actions/actions.ts";
import { judge } from "../packages/cli/gates/support/prove.ts";
import { build } from "../support/build.ts";
import { renderProject, textOf } from "./rendered-project.ts";

interface Job {
  readonly uses?: string;
  readonly permissions?: Record<string, string>;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

beforeAll(build, 120_000);

describe.each(packageManagers)("the workflows of a project with %s", (packageManager) => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await renderProject({ packageManager });
  });
  const paths = () => [...tree.keys()].filter((path) => /^\.github\/.+\.yml$/.test(path));
  const jobs = (): [string, Job][] =>
    paths()
      .filter((path) => path.includes("/workflows/"))
      .flatMap((path) =>
        Object.entries<Job>(parse(textOf(tree, path)).jobs).map(([name, job]): [string, Job] => [
          `${path}: ${name}`,
          job,
        ]),
      );

  it("pins every action by its commit, with the version beside it", () => {
    const uses = paths().flatMap((path) => textOf(tree, path).match(/uses: .*/g) ?? []);
    expect(uses.length).toBeGreaterThan(10);
    for (const line of uses) {
      expect(line).toMatch(/^uses: (\.\/[\w./-]+|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
    }
  });

  it("gives no permission to a workflow, and to a job what it needs", () => {
    for (const path of paths().filter((path) => path.includes("/workflows/"))) {
      expect(parse(textOf(tree, path)).permissions, path).toEqual({});
    }
    for (const [where, job] of jobs()) {
      const contents = where.endsWith("release.yml: publish") ? "write" : "read";
      expect(job.permissions, where).toHaveProperty("contents", contents);
    }
  });

  it("ends every job, keeps no credentials, restores no cache, and trusts no pull request", () => {
    for (const [where, job] of jobs()) {
      if (job.uses === undefined) expect(job["timeout-minutes"], where).toBeLessThanOrEqual(30);
      for (const { uses, with: inputs } of job.steps ?? []) {
        if (uses?.startsWith("actions/checkout@"))
          expect(inputs, where).toEqual({ "persist-credentials": false });
      }
    }
    for (const path of paths()) {
      expect(textOf(tree, path), path).not.toMatch(
        /pull_request_target|workflow_run|actions\/cache@|(?<!no-)cache: (?!false)/,
      );
    }
  });

  it("puts nothing that others write into a shell line", () => {
    for (const [where, job] of jobs()) {
      for (const { run = "" } of job.steps ?? []) expect(run, where).not.toContain("${{");
    }
  });

  it("runs nothing of the project or its dependencies where it may write", () => {
    for (const [where, { permissions = {}, steps = [] }] of jobs()) {
      if (permissions["contents"] !== "write") continue;
      const ran = steps.flatMap(({ uses = "", run = "" }) => [uses.split("@")[0], run.split(" ")[0]]);
      const known = ["actions/download-artifact", "actions/attest-build-provenance", "gh"];
      expect(
        ran.filter((one) => one !== ""),
        where,
      ).toEqual(known);
    }
  });

  it("passes the tool's own gate", async () => {
    const files = new Map(paths().map((path) => [path, textOf(tree, path)]));
    expect(files.size).toBeGreaterThan(5);
    expect(await judge(actions, files)).toEqual([]);
  });

  it("proposes updates of the manager's packages and of the actions, a week old", () => {
    const { updates } = parse(textOf(tree, ".github/dependabot.yml"));
    const ecosystems = updates.map((update: Record<string, unknown>) => update["package-ecosystem"]);
    const own = { bun: ["bun"], deno: [], npm: ["npm"], pnpm: ["npm"], yarn: ["npm"] }[packageManager];
    expect(ecosystems.sort()).toEqual(["github-actions", ...own].sort());
    for (const { cooldown } of updates) expect(cooldown).toEqual({ "default-days": 7 });
  });

  it("names in SECURITY.md every workflow that there is", () => {
    const names = paths().flatMap((path) => /workflows\/(.+)\.yml$/.exec(path)?.[1] ?? []);
    for (const name of names) expect(textOf(tree, "SECURITY.md")).toContain(`| \`${name}\``);
  });
});

it("is left out of a project that wants none", async () => {
  const tree = await renderProject({ ci: false });
  expect([...tree.keys()].filter((path) => /^\.git(hub|hooks)\/|^SECURITY\.md$/.test(path))).toEqual([]);
});

it("pins the commits that were looked up", async () => {
  const facts = await readFile(new URL("../fixtures/github-actions.tsv", import.meta.url), "utf8");
  const known = new Map(facts.split("\n").map((line) => [line.split("\t")[0], line.split("\t")]));
  const tree = await renderProject();
  for (const [path, { content }] of tree) {
    if (!path.startsWith(".github/")) continue;
    for (const [, action = "", commit, version] of Buffer.from(content)
      .toString()
      .matchAll(/uses: ([\w-]+\/[\w-]+)\S*@(\S+) # (\S+)/g)) {
      expect(known.get(action)?.slice(1, 3), action).toEqual([version, commit]);
    }
  }
});
