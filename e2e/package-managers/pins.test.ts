import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { packageManagers, runtimes } from "../../src/answers/answers.ts";
import { dockerValuesOf } from "../../src/template/docker-values.ts";
import { cleanEnvironment } from "../support/environment.ts";

const templates = fileURLToPath(new URL("../../templates/", import.meta.url));
const day = 86_400_000;

/** Every version that a project gets from the registry by name, `zod@4.6.7`, in any layer and for any answer. */
const pins = [...new Set([...manifests().flatMap(pinsOf), ...tools()])].sort();

/** A project whose first install its own rules refuse would be worse than none. */
describe("the versions that projects pin", () => {
  it("are found", () => {
    // of the app, a rate limit, each platform, the runtimes, and the managers of the Dockerfiles and the workflows
    const found = [
      "zod",
      "@redis/client",
      "@types/node",
      "typescript",
      "wrangler",
      "esbuild",
      "node",
      "bun",
      "deno",
    ];
    for (const name of [...found, "pnpm", "@yarnpkg/cli-dist"])
      expect(pins).toContainEqual(expect.stringMatching(new RegExp(`^${name}@\\d`)));
  });

  it.each(pins)("%s is in the registry, and at least a day old", async (pin) => {
    const at = pin.lastIndexOf("@");
    const [name, version] = [pin.slice(0, at), pin.slice(at + 1)];
    const response = await fetch(new URL(name.replace("/", "%2f"), registry()));
    expect(response.status).toBe(200);
    const { time, versions } = (await response.json()) as {
      time: Record<string, string>;
      versions: Record<string, { deprecated?: string }>;
    };
    expect(Object.keys(versions)).toContain(version);
    expect(versions[version]?.deprecated).toBe(undefined);
    expect(Date.now() - Date.parse(time[version] ?? "")).toBeGreaterThan(day);
  });
});

function manifests(): string[] {
  const { stdout } = spawnSync("git", ["ls-files", "*package.json", "*deno.json"], {
    cwd: templates,
    encoding: "utf8",
  });
  return stdout.split("\n").filter((path) => path !== "" && !path.startsWith("packages/"));
}

function pinsOf(path: string): string[] {
  const { dependencies, devDependencies, imports } = JSON.parse(readFileSync(join(templates, path), "utf8"));
  const named = Object.entries<string>({ ...dependencies, ...devDependencies })
    .filter(([, version]) => /^\d/.test(version))
    .map(([name, version]) => `${name}@${version}`);
  const imported = Object.values<string>(imports ?? {})
    .map((target) => /^npm:(@?[^@]+@\d[^/]*)/.exec(target)?.[1])
    .filter((pin) => pin !== undefined);
  return [...named, ...imported];
}

/** The managers and runtimes that Dockerfiles and workflows bring: their images and archives are released with the packages. */
function tools(): string[] {
  const { stdout } = spawnSync("git", ["ls-files", "docker", "ci"], { cwd: templates, encoding: "utf8" });
  const files = stdout
    .split("\n")
    .filter((path) => path !== "")
    .map((path) => readFileSync(join(templates, path), "utf8"));
  const values = runtimes.flatMap((runtime) =>
    packageManagers.map((packageManager) => JSON.stringify(dockerValuesOf({ runtime, packageManager }))),
  );
  return [...files, ...values].flatMap((text) => [
    ...[...text.matchAll(/\b(pnpm|bun|@?yarnpkg\/cli-dist)@(\d+\.\d+\.\d+)/g)].map(([pin]) =>
      pin.replace(/^yarn/, "@yarn"),
    ),
    ...[...text.matchAll(/\b(node|bun|deno)(?::|-version: "?v?)(\d+\.\d+\.\d+)/g)].map(
      ([, name, version]) => `${name}@${version}`,
    ),
  ]);
}

function registry(): string {
  const { stdout } = spawnSync("npm", ["config", "get", "registry"], {
    env: cleanEnvironment(),
    encoding: "utf8",
  });
  return stdout.trim();
}
