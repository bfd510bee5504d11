import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "vitest";
import type { LifecycleCase } from "../case.ts";
import { Client } from "../client.ts";
import type { Instance, Target } from "../target.ts";

async function withInstance(target: Target, use: (instance: Instance) => Promise<void>): Promise<void> {
  const instance = await target.start({});
  try {
    await use(instance);
  } finally {
    await instance.kill();
  }
}

/** How an app begins and ends. */
export const lifecycle: readonly LifecycleCase[] = [
  ...(
    [
      ["argument", ["cors-wildcard", "List the origins"]],
      ["app", ["insecure-defaults", "unauthenticated-write", "POST /json"]],
    ] as const
  ).map(
    ([insecure, words]): LifecycleCase => ({
      name: `an insecure ${insecure} is refused before anything is served, with every fault and its fix`,
      async prove(target) {
        const { served, code, output } = await target.refuse({ INSECURE: insecure });
        for (const word of words) expect(output).toContain(word);
        expect(served).toBe(false);
        if (target.cannot.process === undefined) expect(code).toBe(1);
      },
    }),
  ),
  {
    name: "a stop lets the running request finish, takes no new one, and ends with 0",
    needs: ["process"],
    prove: (target) =>
      withInstance(target, async ({ origin, terminate, exited }) => {
        const client = new Client(origin);
        let finished = false;
        const running = client.get("/slow").finally(() => {
          finished = true;
        });
        await expect.poll(() => client.get("/healthz").then(({ status }) => status)).toBe(200);
        terminate();
        const attempt = () => client.get("/healthz").then(String, () => "refused");
        await expect.poll(attempt, { interval: 10 }).toBe("refused");
        expect(finished).toBe(false);
        expect((await running).text()).toBe("finished");
        expect(await exited).toBe(0);
      }),
  },
  {
    name: "a connection that says nothing, or half of a request, does not hold up a stop",
    needs: ["process"],
    prove: (target) =>
      withInstance(target, async ({ origin, terminate, exited }) => {
        const silent = connect(Number(new URL(origin).port), "127.0.0.1");
        const half = connect(Number(new URL(origin).port), "127.0.0.1");
        for (const socket of [silent, half]) socket.on("error", () => {});
        half.write("GET / HTTP/1.1\r\nhost: a\r\n");
        await new Client(origin).get("/healthz");
        const askedAt = performance.now();
        terminate();
        expect(await exited).toBe(0);
        expect(performance.now() - askedAt).toBeLessThan(8000);
        for (const socket of [silent, half]) socket.destroy();
      }),
  },
  {
    name: "a connection that sends its head line after line without an end is closed",
    needs: ["idle-limit"],
    prove: (target) =>
      withInstance(target, async ({ origin }) => {
        const socket = connect(Number(new URL(origin).port), "127.0.0.1");
        socket.on("error", () => {});
        const closed = once(socket, "close");
        socket.write("GET / HTTP/1.1\r\nhost: a\r\n");
        const dripping = setInterval(() => socket.write("x-more: 1\r\n"), 1000);
        const late = setTimeout(() => socket.destroy(new Error("It stayed open.")), 30_000);
        socket.resume();
        await closed;
        clearInterval(dripping);
        clearTimeout(late);
        expect(socket.errored?.message).not.toBe("It stayed open.");
      }),
  },
  {
    name: "a rejection that nobody handles is logged, and ends the process with 1",
    needs: ["process"],
    prove: (target) =>
      withInstance(target, async ({ origin, exited, output }) => {
        await new Client(origin).get("/unhandled").catch(() => {});
        expect(await exited).toBe(1);
        expect(output()).toContain("nobody waits for this one");
      }),
  },
];
