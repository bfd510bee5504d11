import { describe, expect, it } from "vitest";
import { MemorySessionStore } from "../../../../templates/packages/core/src/session/index.ts";
import { storeRules } from "./store-rules.ts";

let time = 0;
const now = () => time;
const none = new Map<string, string>();
const unchanged = { set: none, removed: new Set<string>() };

describe("a store", () => {
  storeRules(
    () => new MemorySessionStore({ now }),
    (milliseconds) => {
      time += milliseconds;
    },
  );
});

describe("in memory", () => {
  it("never holds more than it may, and lets go of what was longest not renewed", () => {
    const store = new MemorySessionStore({ now, maxSessions: 3 });
    for (const id of ["a", "b", "c"]) store.create(id, none, 60);
    store.update("a", unchanged, 60);
    store.update("b", unchanged, undefined);
    store.create("d", none, 60);
    store.create("e", none, 60);
    expect(["a", "b", "c", "d", "e"].filter((id) => store.load(id))).toEqual(["a", "d", "e"]);
    for (let i = 0; i < 1000; i++) store.create(`x${i}`, none, 60);
    expect(store.size).toBe(3);
    expect(store.load("x999")).toBeDefined();
  });

  it("does not give out an expired session that was not swept yet", () => {
    const store = new MemorySessionStore({ now });
    for (let i = 0; i < 100; i++) store.create(`long${i}`, none, 3600);
    for (const id of ["a", "b", "c"]) store.create(id, none, 1);
    time += 1000;
    expect([store.load("a"), store.update("b", unchanged, 60), store.destroy("c")]).toEqual([
      undefined,
      false,
      false,
    ]);
  });

  it("goes on after it was emptied", () => {
    const store = new MemorySessionStore({ now, maxSessions: 2 });
    for (const id of ["a", "b", "c", "d"]) store.create(id, none, 60);
    for (const id of ["c", "d"]) store.destroy(id);
    expect(store.size).toBe(0);
    for (let round = 0; round < 3; round++)
      for (const id of ["e", "f", "g"]) store.create(`${id}${round}`, none, 60);
    expect([store.size, store.load("g2") !== undefined, store.load("e2")]).toEqual([2, true, undefined]);
  });

  it("is swept by the calls for other sessions", () => {
    const store = new MemorySessionStore({ now });
    for (let i = 0; i < 100; i++) store.create(`short${i}`, none, 1);
    for (let i = 0; i < 100; i++) store.create(`long${i}`, none, 3600);
    time += 2000;
    for (let i = 0; i < 201; i++) store.load("long1");
    expect(store.size).toBe(100);
  });

  it("is swept while every call renews a session", () => {
    const store = new MemorySessionStore({ now });
    for (let i = 0; i < 50; i++) store.create(`long${i}`, none, 3600);
    for (let i = 0; i < 50; i++) store.create(`short${i}`, none, 1);
    time += 2000;
    for (let i = 0; i < 200; i++) store.update(`long${i % 50}`, unchanged, 3600);
    expect(store.size).toBe(50);
  });

  it("costs the same however many sessions there are", () => {
    const cost = (count: number) => {
      const store = new MemorySessionStore({ maxSessions: count });
      for (let i = 0; i < count; i++) store.create(`s${i}`, none, 3600);
      const start = performance.now();
      for (let i = 0; i < 20_000; i++) {
        store.create(`t${i}`, none, 3600);
        store.update(`t${i}`, unchanged, 3600);
      }
      return performance.now() - start;
    };
    cost(100);
    expect(cost(100_000)).toBeLessThan(20 * cost(1000) + 100);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses maxSessions %j", (maxSessions) => {
    expect(() => new MemorySessionStore({ maxSessions })).toThrow(RangeError);
  });
});
