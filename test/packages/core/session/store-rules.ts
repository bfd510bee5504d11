import { beforeEach, expect, it } from "vitest";
import type { SessionStore } from "../../../../templates/packages/core/src/session/session-store.ts";

const entries = (object: Record<string, string>) => new Map(Object.entries(object));
const nothing = { set: entries({}), removed: new Set<string>() };

/**
 * What every store has to keep.
 *
 * @param make a fresh store
 * @param pass lets this many milliseconds pass
 */
export function storeRules(
  make: () => SessionStore,
  pass: (milliseconds: number) => Promise<void> | void,
): void {
  let store: SessionStore;
  let counter = 0;
  let id: string;
  beforeEach(() => {
    store = make();
    counter += 1;
    id = `session-${counter}`;
  });
  const load = async (one = id) => {
    const loaded = await store.load(one);
    return loaded && Object.fromEntries(loaded);
  };

  it("gives back what was kept, whatever it is", async () => {
    const odd = entries({
      a: '"1"',
      "": '""',
      ".": "1",
      "=": "[]",
      "ключ 🔑": '"naïve 🦊"',
      "a\nb": '"\\u0000"',
    });
    await store.create(id, odd, 60);
    expect(await load()).toEqual(Object.fromEntries(odd));
  });

  it("keeps a session in which nothing is", async () => {
    await store.create(id, entries({}), 60);
    expect(await load()).toEqual({});
    expect(await store.update(id, { set: entries({ a: "1" }), removed: new Set(["b"]) }, undefined)).toBe(
      true,
    );
    expect(await store.update(id, { set: entries({}), removed: new Set(["a"]) }, undefined)).toBe(true);
    expect(await load()).toEqual({});
    expect(await store.destroy(id)).toBe(true);
  });

  it("knows nothing of other ids", async () => {
    await store.create(id, entries({ a: "1" }), 60);
    expect(await load(`${id}x`)).toBeUndefined();
    expect(await store.destroy(`${id}x`)).toBe(false);
    expect(await load()).toEqual({ a: "1" });
  });

  it("never brings a session into being by an update", async () => {
    expect(await store.update(id, { set: entries({ a: "1" }), removed: new Set() }, 60)).toBe(false);
    expect(await load()).toBeUndefined();
    await store.create(id, entries({ a: "1" }), 60);
    expect(await store.destroy(id)).toBe(true);
    expect(await store.update(id, { set: entries({ a: "1" }), removed: new Set() }, 60)).toBe(false);
    expect(await load()).toBeUndefined();
  });

  it("says once that it ended a session", async () => {
    await store.create(id, entries({}), 60);
    const answers = await Promise.all([store.destroy(id), store.destroy(id), store.destroy(id)]);
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it("changes entry by entry: what two requests change at once is there in the end", async () => {
    await store.create(id, entries({ a: "1", b: "1", c: "1" }), 60);
    await Promise.all([
      store.update(id, { set: entries({ a: "2" }), removed: new Set(["c", "never"]) }, 60),
      store.update(id, { set: entries({ b: "2", d: "2" }), removed: new Set() }, undefined),
    ]);
    expect(await load()).toEqual({ a: "2", b: "2", d: "2" });
  });

  it("is not changed by what is done to what was loaded or kept", async () => {
    const kept = entries({ a: "1" });
    await store.create(id, kept, 60);
    kept.set("a", "2");
    const loaded = (await store.load(id)) as Map<string, string>;
    loaded.set("a", "3");
    expect(await load()).toEqual({ a: "1" });
  });

  it("ends a session with its time", async () => {
    await store.create(id, entries({ a: "1" }), 1);
    await pass(600);
    expect(await load()).toEqual({ a: "1" });
    await pass(600);
    expect(await load()).toBeUndefined();
    expect(await store.update(id, nothing, 1)).toBe(false);
    expect(await store.destroy(id)).toBe(false);
  });

  it("begins the time anew where the update says so, and only there", async () => {
    const other = `${id}-other`;
    await store.create(id, entries({}), 1);
    await store.create(other, entries({}), 1);
    await pass(600);
    expect(await store.update(id, nothing, 1)).toBe(true);
    expect(await store.update(other, { ...nothing, set: entries({ a: "1" }) }, undefined)).toBe(true);
    await pass(600);
    expect(await load()).toEqual({});
    expect(await load(other)).toBeUndefined();
  });
}
