import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../../../templates/packages/core/src/app/app.ts";
import { toFetchHandler as toWorker } from "../../../../templates/packages/core/src/cloudflare/index.ts";
import { BootGuardError } from "../../../../templates/packages/core/src/guards/boot-guard-error.ts";
import { toFetchHandler, toWebHandler } from "../../../../templates/packages/core/src/vercel/index.ts";
import { later, loggedApp, ok, quietApp } from "../apps.ts";

afterEach(() => {
  process.removeAllListeners("SIGTERM");
  Reflect.deleteProperty(globalThis, Symbol.for("@vercel/request-context"));
});

type Send = (request: Request, waitUntil?: (work: Promise<unknown>) => void) => Promise<Response>;

const platforms: [name: string, make: (app: App) => Send, header: string, forged: string][] = [
  [
    "cloudflare",
    (app) => {
      const { fetch } = toWorker(app);
      return (request, waitUntil) => fetch(request, {}, waitUntil && { waitUntil });
    },
    "cf-connecting-ip",
    "x-real-ip",
  ],
  [
    "vercel",
    (app) => {
      const { fetch } = toFetchHandler(app);
      return (request, waitUntil) => {
        const get = () => (waitUntil ? { waitUntil } : undefined);
        Reflect.set(globalThis, Symbol.for("@vercel/request-context"), { get });
        return fetch(request);
      };
    },
    "x-vercel-forwarded-for",
    "cf-connecting-ip",
  ],
  [
    "vercel edge",
    (app) => {
      const handler = toWebHandler(app);
      return (request, waitUntil) => handler(request, waitUntil && { waitUntil });
    },
    "x-real-ip",
    "cf-connecting-ip",
  ],
];

describe.each(platforms)("%s", (_name, make, header, forged) => {
  const request = (headers: Record<string, string> = {}) => new Request("https://api.example/", { headers });
  const withAddress = () =>
    quietApp().get("/", { responses: ok }, ({ clientAddress }) => ({
      status: 200,
      body: clientAddress ?? "none",
    })) as App;

  it("judges the app when the handler is made, not with the first request", () => {
    const app = quietApp();
    app.post("/open", { responses: ok }, () => ({ status: 200 }));
    expect(() => make(app)).toThrow(BootGuardError);
  });

  it("takes the client's address from the platform's header alone", async () => {
    const send = make(withAddress());
    const text = async (headers: Record<string, string>) => (await send(request(headers))).text();
    const xff = { "x-forwarded-for": "198.51.100.9" };
    expect(await text({ ...xff, [header]: "203.0.113.7", [forged]: "198.51.100.9" })).toBe("203.0.113.7");
    expect(await text({ ...xff, [header]: "2001:db8::1" })).toBe("2001:db8::1");
    expect(await text({ ...xff, [header]: "not an address" })).toBe("none");
    expect(await text({ ...xff, [forged]: "198.51.100.9" })).toBe("none");
  });

  it("runs onStart with the first request, once, and keeps it alive", async () => {
    const start = vi.fn(() => later(undefined, 5));
    const { app, lines } = loggedApp();
    const send = make(app.onStart(start).healthcheck());
    const kept: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void kept.push(work);
    expect(start).not.toHaveBeenCalled();
    await Promise.all([send(request(), waitUntil), send(request(), waitUntil)]);
    expect(start).toHaveBeenCalledOnce();
    expect(kept.length).toBeGreaterThan(0);
    expect(lines).toEqual([]);
  });

  it("keeps what an onResponse hook does alive behind the response", async () => {
    let reported = false;
    const app = quietApp().use({
      async onResponse() {
        await later(undefined, 10);
        reported = true;
      },
    });
    const kept: Promise<unknown>[] = [];
    await make(app as App)(request(), (work) => void kept.push(work));
    expect(reported).toBe(false);
    await Promise.all(kept);
    expect(reported).toBe(true);
  });

  it("gives every request a timer of its own", async () => {
    const app = quietApp({ requestTimeoutMs: 30 });
    app.get("/", { responses: ok }, () => new Promise<never>(() => {}));
    const send = make(app);
    const timers = vi.spyOn(globalThis, "setTimeout");
    const answers = [send(request()), send(request())];
    await later(undefined, 5);
    const own = timers.mock.calls.filter(([, milliseconds]) => milliseconds === 30);
    timers.mockRestore();
    expect(own).toHaveLength(2);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([503, 503]);
  });

  it("answers what HTTP cannot say with a bare 500", async () => {
    const app = quietApp().use({
      onSend(response) {
        response.status = 99;
      },
    });
    expect((await make(app as App)(request())).status).toBe(500);
  });
});

it("a function on Vercel ends gracefully on SIGTERM", async () => {
  const exit = vi.spyOn(process, "exit").mockImplementation((() => {}) as never);
  const stopped = vi.fn();
  toFetchHandler(quietApp().onShutdown(stopped));
  process.emit("SIGTERM");
  await expect.poll(() => exit.mock.calls).toEqual([[0]]);
  expect(stopped).toHaveBeenCalledOnce();
  exit.mockRestore();
});
