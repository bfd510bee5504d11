import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Deadlines, startShared } from "../../../../templates/packages/core/src/server/deadlines.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("Deadlines", () => {
  it("expire in order, each at its time, unless cancelled, on one timer", () => {
    const deadlines = new Deadlines(1000);
    const expired: number[] = [];
    const started = [0, 1, 2, 3, 4].map((index) => {
      const deadline = deadlines.start(() => expired.push(index));
      vi.advanceTimersByTime(100);
      return deadline;
    });
    expect(vi.getTimerCount()).toBe(1);
    started[0]?.cancel();
    started[2]?.cancel();
    started[4]?.cancel();
    started[4]?.cancel();
    vi.advanceTimersByTime(601);
    expect(expired).toEqual([1]);
    vi.advanceTimersByTime(198);
    expect(expired).toEqual([1]);
    vi.advanceTimersByTime(2);
    expect(expired).toEqual([1, 3]);
    expect(vi.getTimerCount()).toBe(0);
    deadlines.start(() => expired.push(9));
    vi.advanceTimersByTime(1001);
    expect(expired).toEqual([1, 3, 9]);
  });

  it("one that starts another as it expires does not disturb the rest", () => {
    const deadlines = new Deadlines(1000);
    const expired: string[] = [];
    deadlines.start(() => {
      expired.push("first");
      deadlines.start(() => expired.push("again"));
    });
    deadlines.start(() => expired.push("second"));
    vi.advanceTimersByTime(1001);
    expect(expired).toEqual(["first", "second"]);
    vi.advanceTimersByTime(1001);
    expect(expired).toEqual(["first", "second", "again"]);
  });
});

it("limits of one length share a timer, those of another have their own", () => {
  const expired: string[] = [];
  startShared(2000, () => expired.push("long"));
  startShared(1500, () => expired.push("short"));
  startShared(1500, () => expired.push("short too"));
  expect(vi.getTimerCount()).toBe(2);
  vi.advanceTimersByTime(1501);
  expect(expired).toEqual(["short", "short too"]);
  vi.advanceTimersByTime(500);
  expect(expired).toEqual(["short", "short too", "long"]);
});
