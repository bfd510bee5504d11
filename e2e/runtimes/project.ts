import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../support/processes.ts";
import { type Created, createProject, tokenOf } from "./create.ts";

export interface ProjectRuntime {
  readonly name: "bun" | "deno";
  /** The runtime's program. May fetch it. */
  program(): string;
  /** The words of the project's own `start`. */
  readonly start: (project: Created) => Promise<readonly string[]>;
  readonly testsPassed: RegExp;
}

/** A whole project on one runtime, from the command to the answer; nothing of it needs Node. */
export function describeProject(
  { name, program, start, testsPassed }: ProjectRuntime,
  more: (project: () => Created) => void,
): void {
  describe(`a project on ${name}`, () => {
    let project: Created;
    beforeAll(async () => {
      project = await createProject(name, program());
    });
    afterAll(() => rm(join(project.directory, ".."), { recursive: true, force: true }));

    it("is created, installed from the registry and smoke-tested on the runtime", () => {
      expect(project.outcome).toMatchObject({
        status: "created",
        answers: { runtime: name, packageManager: name },
        install: { ok: true },
        smoke: { ok: true },
      });
      expect(project.outcome.smoke.checks.length).toBeGreaterThan(25);
    });

    it("passes its own tests", async () => {
      const passed = testsPassed.exec(await project.run("test"));
      expect(Number(passed?.[1])).toBeGreaterThan(80);
    });

    it.each(["build", "typecheck", "smoke", "openapi", "openapi:check", "routes", "verify"])(
      "runs its own %s script where there is no Node",
      async (script) => {
        await project.run(script);
      },
    );

    it("starts with its own .env, answers, and stops with 0", async () => {
      const server = await startServer(program(), await start(project), {
        cwd: project.directory,
        env: project.env,
      });
      const authorization = `Bearer ${await tokenOf(project, "METRICS_TOKEN")}`;
      expect((await fetch(`${server.origin}/books`)).status).toBe(200);
      expect((await fetch(`${server.origin}/metrics`)).status).toBe(401);
      expect((await fetch(`${server.origin}/metrics`, { headers: { authorization } })).status).toBe(200);
      expect(await server.stop()).toBe(0);
    });

    more(() => project);
  });
}
