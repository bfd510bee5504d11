import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runProgram } from "../support/processes.ts";
import { fetchDeno } from "../support/runtimes.ts";
import { startWords } from "./deno-start.ts";
import { describeProject } from "./project.ts";

const probe = `
const attempts = {
  "a file": () => Deno.readTextFileSync("/etc/hostname"),
  "its own secrets on disk": () => Deno.readTextFileSync(".env"),
  "writing": () => Deno.writeTextFileSync("written", ""),
  "a variable that is not the app's": () => Deno.env.get("HOME"),
  "a program": () => new Deno.Command("/bin/sh").outputSync(),
  "the machine": () => Deno.hostname(),
};
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    attempt();
    console.log(what, "is allowed");
  } catch (error) {
    console.log(what, "is", error instanceof Deno.errors.NotCapable ? "refused" : String(error));
  }
}
`;

describeProject(
  {
    name: "deno",
    program: fetchDeno,
    start: startWords,
    testsPassed: /^ok \| (\d+) passed/m,
  },
  (project) => {
    it("lets an empty variable win over .env", async () => {
      const { directory, env } = project();
      const { code, stderr, stdout } = await runProgram(fetchDeno(), ["run", "start"], {
        cwd: directory,
        env: { ...env, DALOY_ENV: "production", METRICS_TOKEN: "" },
      });
      expect(stdout + stderr).toContain("[open-metrics]");
      expect(code).toBe(1);
    });

    it("may do nothing but what its start task lists", async () => {
      const { directory, env } = project();
      await writeFile(join(directory, "src/probe.ts"), probe);
      const words = (await startWords(project())).map((word) =>
        word === "src/server.ts" ? "src/probe.ts" : word,
      );
      const { stdout } = await runProgram(fetchDeno(), words, { cwd: directory, env });
      expect(stdout.trim().split("\n")).toHaveLength(6);
      for (const line of stdout.trim().split("\n")) expect(line).toMatch(/ is refused$/);
    });

    it("installs exactly what deno.lock says in a clean copy", async () => {
      const { directory, env } = project();
      const { code, stderr } = await runProgram(fetchDeno(), ["install", "--frozen"], {
        cwd: directory,
        env,
      });
      expect(code, stderr).toBe(0);
    });
  },
);
