import { expect, it } from "vitest";
import { runProgram } from "../support/processes.ts";
import { fetchBun } from "../support/runtimes.ts";
import { describeProject } from "./project.ts";

describeProject(
  {
    name: "bun",
    program: fetchBun,
    start: async () => ["src/server.ts"],
    testsPassed: /^ (\d+) pass$/m,
  },
  (project) => {
    it("lets an empty variable win over .env", async () => {
      const { directory, env } = project();
      const { code, stderr, stdout } = await runProgram(fetchBun(), ["run", "start"], {
        cwd: directory,
        env: { ...env, DALOY_ENV: "production", METRICS_TOKEN: "" },
      });
      expect(stdout + stderr).toContain("[open-metrics]");
      expect(code).toBe(1);
    });
  },
);
