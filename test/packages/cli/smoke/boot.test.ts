import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  freePort,
  holdPort,
  loopback,
  portOf,
} from "../../../../templates/packages/cli/src/processes/port.ts";
import { boot } from "../../../../templates/packages/cli/src/smoke/boot.ts";
import type { Check } from "../../../../templates/packages/cli/src/smoke/check.ts";
import { probesOf } from "../../../../templates/packages/cli/src/smoke/probes/index.ts";
import { proveApp } from "../../../../templates/packages/cli/src/smoke/running-app.ts";
import { naiveConfig, secrets } from "../support/config.ts";
import { naiveProject, openWorkshop, type Workshop } from "../support/projects.ts";

vi.mock(import("../../../../templates/packages/cli/src/processes/port.ts"), async (original) => {
  const actual = await original();
  return { ...actual, freePort: vi.fn(actual.freePort) };
});

const limits = { startMs: 10_000, answerMs: 5000, refusalMs: 10_000, shutdownMs: 5000 };
const environment = { ...secrets, PATH: process.env["PATH"] ?? "" };

let workshop: Workshop;
let directory: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  directory = await naiveProject(workshop, []);
}, 60_000);
afterAll(() => workshop.dispose());
beforeEach(() => vi.mocked(freePort).mockClear());

const start = () => boot({ command: naiveConfig.start, directory, environment }, "/healthz", limits);

describe("a port that another program takes in between", () => {
  it("is exchanged for another one", async () => {
    const taken = await holdPort();
    vi.mocked(freePort).mockResolvedValueOnce(taken.port);
    const { port, child } = await start();
    expect(port).not.toBe(taken.port);
    expect(freePort).toHaveBeenCalledTimes(2);
    await child.kill();
    await taken.release();
  });

  it("is given up after three times, with the app's own words", async () => {
    const taken = await holdPort();
    for (let i = 0; i < 3; i += 1) vi.mocked(freePort).mockResolvedValueOnce(taken.port);
    await expect(start()).rejects.toThrow(/ended with exit code 1[\s\S]*EADDRINUSE/);
    expect(freePort).toHaveBeenCalledTimes(3);
    await taken.release();
  });

  it("voids the run when the other program answers", async () => {
    const foreign: Server = createServer((_, outgoing) => outgoing.end("{}"));
    foreign.listen(0, loopback);
    await once(foreign, "listening");
    vi.mocked(freePort).mockResolvedValueOnce(portOf(foreign));
    const running = await start();
    expect(running.port).toBe(portOf(foreign));
    const checks: Check[] = [];
    const record = (check: Check) => void checks.push(check);
    const session = {
      directory,
      config: naiveConfig,
      environment,
      token: "",
      wrongToken: "",
      limits,
      record,
    };
    await expect(proveApp(session, running, probesOf(naiveConfig))).rejects.toThrow(
      "Another program took the app's port",
    );
    expect(checks.filter(({ ok }) => ok)).toEqual([]);
    foreign.close();
  });
});
