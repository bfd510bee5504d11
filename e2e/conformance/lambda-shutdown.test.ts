import { expect, it } from "vitest";
import { lambdaTarget } from "./targets/lambda-target.ts";

/** What a function does when its environment ends, after it has answered once. */
async function endOf(variables: Readonly<Record<string, string>>) {
  const target = lambdaTarget("v2", "lambda-shutdown", variables);
  await target.prepare();
  const instance = await target.start({});
  if (variables["EXTENSION"] === "external") await expect.poll(instance.output).toContain("extension ready");
  instance.terminate();
  await instance.exited;
  return instance.output();
}

it.each(["internal", "external"])(
  "an %s extension brings SIGTERM; onShutdown is waited for, and the process ends before it is killed",
  async (extension) => {
    const output = await endOf({ EXTENSION: extension });
    expect(output).toContain("flushed");
    expect(output).toContain("The runtime ended: SIGTERM");
  },
);

it("an external extension is told too", async () => {
  expect(await endOf({ EXTENSION: "external" })).toContain("extension: SHUTDOWN");
});

it("an onShutdown that hangs keeps neither the others nor the end", async () => {
  const output = await endOf({ EXTENSION: "internal", HANGS: "yes" });
  expect(output).toContain("flushed");
  expect(output).toContain("The runtime ended: SIGTERM");
});

it("without an extension there is no SIGTERM, and nothing runs", async () => {
  const output = await endOf({});
  expect(output).not.toContain("flushed");
  expect(output).toContain("The runtime ended: SIGKILL");
});
