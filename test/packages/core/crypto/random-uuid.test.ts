import { afterEach, expect, it, vi } from "vitest";
import { randomUuid } from "../../../../templates/packages/core/src/crypto/random-uuid.ts";

afterEach(() => vi.restoreAllMocks());

const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it("makes version 4 UUIDs, none twice, over several batches", () => {
  const ids = Array.from({ length: 2000 }, randomUuid);
  expect(ids.filter((id) => !version4.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

it("writes out every byte that the generator gave, and changes only version and variant", () => {
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const bytes = new Uint8Array(array?.buffer ?? new ArrayBuffer(0));
    for (let i = 0; i < bytes.length; i++) bytes[i] = 0xf0 + (i % 16);
    return array;
  });
  const ids = Array.from({ length: 300 }, randomUuid);
  expect(ids.at(-1)).toBe("f0f1f2f3-f4f5-46f7-b8f9-fafbfcfdfeff");
});

it("uses every bit", () => {
  const ids = Array.from({ length: 500 }, () => BigInt(`0x${randomUuid().replaceAll("-", "")}`));
  const ones = ids.reduce((all, id) => all | id);
  const zeros = ids.reduce((all, id) => all & id);
  expect((ones ^ zeros).toString(2).replaceAll("0", "")).toHaveLength(122);
});
