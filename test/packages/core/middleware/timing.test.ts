import { expect, it } from "vitest";
import { type Timing, timing } from "../../../../templates/packages/core/src/index.ts";
import { later, loggedApp, ok, quietApp } from "../apps.ts";

const timingOf = (state: Record<string, unknown>) => state["timing"] as Timing;

function timedApp(work: (own: Timing) => unknown) {
  return quietApp()
    .use(timing())
    .get("/", { responses: ok }, async ({ state }) => {
      await work(timingOf(state));
      return { status: 200 };
    });
}

const entriesOf = (response: Response) =>
  (response.headers.get("server-timing") ?? "").split(", ").map((entry) => entry.split(";dur="));

it("tells how long the whole took, and what the handler measured", async () => {
  const app = timedApp(async (own) => {
    own.record("cache", 1.26);
    expect(await own.measure("db", () => later("row", 30))).toBe("row");
    await expect(own.measure("mail", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
  const entries = entriesOf(await app.request("/"));
  expect(entries.map(([name]) => name)).toEqual(["total", "cache", "db", "mail"]);
  const [total, cache, db] = entries.map(([, duration]) => Number(duration));
  expect(cache).toBe(1.3);
  expect(db).toBeGreaterThanOrEqual(28);
  expect(total).toBeGreaterThanOrEqual(db ?? 0);
  expect(total).toBeLessThan(2000);
});

it.each([
  ["404", "/missing", {}, 404],
  ["405", "/", { method: "DELETE" }, 405],
  ["an error", "/", {}, 500],
])("%s has it too", async (_, path, init, status) => {
  const app = timedApp(() => {
    throw new Error("broken");
  });
  const response = await app.request(path, init);
  expect([response.status, entriesOf(response)[0]?.[0]]).toEqual([status, "total"]);
});

it("two requests at once do not mix", async () => {
  let turn = 0;
  const app = timedApp(async (own) => {
    const name = `t${turn++}`;
    await later(0, 5);
    own.record(name, 1);
  });
  const both = await Promise.all([app.request("/"), app.request("/")]);
  expect(both.map((response) => entriesOf(response).map(([name]) => name))).toEqual([
    ["total", "t0"],
    ["total", "t1"],
  ]);
});

it("adds to what a handler sent itself", async () => {
  const app = quietApp().use(timing());
  app.get("/", { responses: ok }, () => ({ status: 200, headers: { "server-timing": "cdn;dur=1" } }));
  expect((await app.request("/")).headers.get("server-timing")).toMatch(/^cdn;dur=1, total;dur=/);
});

it("records at most 32 entries", async () => {
  const app = timedApp((own) => {
    for (let i = 0; i < 1000; i++) own.record(`e${i}`, i);
  });
  expect(entriesOf(await app.request("/"))).toHaveLength(33);
});

it.each<[string, number]>([
  ["", 1],
  ["a b", 1],
  ["a;dur=1, b", 1],
  ["a\r\nset-cookie: b=c", 1],
  ["x".repeat(65), 1],
  ["a", -1],
  ["a", Number.NaN],
  ["a", Number.POSITIVE_INFINITY],
])("refuses the entry %j of %d ms", async (name, duration) => {
  const { app, lines } = loggedApp();
  app.use(timing()).get("/", { responses: ok }, ({ state }) => {
    timingOf(state).record(name, duration);
    return { status: 200 };
  });
  const response = await app.request("/");
  expect([response.status, response.headers.has("set-cookie")]).toEqual([500, false]);
  expect(JSON.stringify(lines)).toContain("timing.record()");
});
