import { expect, it, vi } from "vitest";
import type { Hooks } from "../../../../templates/packages/core/src/index.ts";
import { hello, ok, quietApp } from "../apps.ts";

/** What some libraries return instead of a promise. */
const thenable = (then: (resolve: (value: unknown) => void) => void) => ({ then }) as Promise<undefined>;

it("goes on once where a thenable calls back twice", async () => {
  const handler = vi.fn(hello);
  const twice: Hooks = {
    beforeHandle: () =>
      thenable((resolve) => {
        resolve(undefined);
        resolve(undefined);
      }),
  };
  const app = quietApp().use(twice).get("/", { responses: ok }, handler);
  expect(await (await app.request("/")).text()).toBe("hello");
  expect(handler).toHaveBeenCalledTimes(1);
});

it("answers 500 where a thenable throws", async () => {
  const broken: Hooks = {
    preBody: () =>
      thenable(() => {
        throw new Error("no then");
      }),
  };
  const app = quietApp().use(broken).get("/", { responses: ok }, hello);
  expect((await app.request("/")).status).toBe(500);
});

it("awaits each of several steps, and the handler, before it goes on", async () => {
  const order: string[] = [];
  const step = (name: string): Hooks => ({
    async beforeHandle() {
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push(name);
    },
  });
  const app = quietApp().get("/", { responses: ok, hooks: [step("a"), step("b")] }, async () => {
    await null;
    order.push("handler");
    return hello();
  });
  app.use({ onResponse: () => void order.push("sent") });
  expect((await app.request("/")).status).toBe(200);
  expect(order).toEqual(["a", "b", "handler", "sent"]);
});
