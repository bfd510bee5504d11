import { describe, expect, it, vi } from "vitest";
import { OnDemand } from "../../../../templates/packages/core/src/engine/on-demand.ts";
import { loadedPreBody } from "../../../../templates/packages/core/src/hooks/loaded-hooks.ts";
import { hello, ok, quietApp } from "../apps.ts";

describe("OnDemand", () => {
  it("loads nothing before it is asked, and once", async () => {
    const load = vi.fn(async () => "there");
    const part = new OnDemand(load);
    expect(load).not.toHaveBeenCalled();
    expect(await Promise.all([part.load(), part.load()])).toEqual(["there", "there"]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("gives the value itself once it is there", async () => {
    const part = new OnDemand(async () => "there");
    expect(part.value).toBeUndefined();
    await part.load();
    expect(part.value).toBe("there");
  });

  it("tells everyone who asks that it cannot be loaded, and nobody else", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const part = new OnDemand(() => Promise.reject(new Error("gone")));
    part.load();
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    await expect(part.load()).rejects.toThrow("gone");
  });
});

describe("hooks that are loaded", () => {
  const statuses = async (load: () => Promise<object>) => {
    const app = quietApp().use(loadedPreBody(load, { name: "guard()" }));
    app.get("/", { responses: ok }, hello);
    const first = await app.request("/");
    return [first.status, (await app.request("/")).status];
  };

  it("hold the first request back until they have judged it", async () => {
    const refuse = { preBody: () => ({ status: 403 }) };
    const late = () => new Promise<object>((resolve) => setTimeout(() => resolve(refuse), 5));
    expect(await statuses(late)).toEqual([403, 403]);
  });

  it("let nobody in where they cannot be loaded", async () => {
    expect(await statuses(() => Promise.reject(new Error("gone")))).toEqual([500, 500]);
  });
});
