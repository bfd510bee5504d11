import { describe, expect, it, vi } from "vitest";
import { readableFrom } from "../../../../templates/packages/core/src/fetch-guard/streams.ts";

describe("readableFrom", () => {
  it("takes nothing from its source before somebody reads", async () => {
    const next = vi.fn(async () => ({ done: false, value: new Uint8Array(1) }));
    const reader = readableFrom({ [Symbol.asyncIterator]: () => ({ next }) }, () => {}, String).getReader();
    await new Promise((resume) => setTimeout(resume, 5));
    expect(next).toHaveBeenCalledTimes(0);
    await reader.read();
    expect(next).toHaveBeenCalledTimes(1);
  });

  it("releases its source when it is cancelled in the middle of a read", async () => {
    const release = vi.fn();
    const next = () => new Promise<never>(() => {});
    const reader = readableFrom({ [Symbol.asyncIterator]: () => ({ next }) }, release, String).getReader();
    const read = reader.read();
    await reader.cancel();
    expect(release).toHaveBeenCalledTimes(1);
    expect(await read).toEqual({ done: true, value: undefined });
  });
});
