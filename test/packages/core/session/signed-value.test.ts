import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signValue, verifySignedValue } from "../../../../templates/packages/core/src/session/index.ts";
import { anyText } from "../../../support/any-text.ts";
import { strong, successor } from "./browser.ts";

afterEach(() => vi.unstubAllEnvs());

describe("a signed value", () => {
  it("comes back, whatever it is", async () => {
    const value = anyText().filter((text) => !/\p{Surrogate}/u.test(text));
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const signed = await signValue(text, strong);
        expect(signed).toBe(`${text}.${signed.slice(-43)}`);
        expect(await verifySignedValue(signed, strong)).toBe(text);
      }),
    );
  });

  it("does not come back after any change of one character", async () => {
    const signed = await signValue("user=7", strong);
    for (let i = 0; i < signed.length; i++) {
      for (const other of ["A", "B", ".", " "]) {
        const changed = signed.slice(0, i) + other + signed.slice(i + 1);
        if (changed !== signed) expect(await verifySignedValue(changed, strong)).toBeUndefined();
      }
      expect(await verifySignedValue(signed.slice(0, i), strong)).toBeUndefined();
    }
    expect(await verifySignedValue(`${signed}=`, strong)).toBeUndefined();
  });

  it("is verified by every secret, signed by one", async () => {
    const [old, next] = [await signValue("a", strong), await signValue("a", successor)];
    expect(old).not.toBe(next);
    expect(await verifySignedValue(old, [successor, strong])).toBe("a");
    expect(await verifySignedValue(next, [successor, strong])).toBe("a");
    expect(await verifySignedValue(old, successor)).toBeUndefined();
  });

  it("has no signature in common with the character that stands in for half of one", async () => {
    const signature = (await signValue("\ufffd", strong)).slice(1);
    expect(await verifySignedValue(`\ud800${signature}`, strong)).toBeUndefined();
    await expect(signValue("\ud800", strong)).rejects.toThrow(TypeError);
  });

  it.each([
    ["", []],
    ["", [strong, ""]],
  ])("needs a secret", async (secret, secrets) => {
    await expect(signValue("a", secret)).rejects.toThrow(/the secret is missing/);
    await expect(verifySignedValue("a.b", secrets)).rejects.toThrow(/the secret is missing/);
  });

  it("needs a strong one in production, and does not repeat a weak one", async () => {
    vi.stubEnv("DALOY_ENV", "production");
    expect(await verifySignedValue(await signValue("a", strong), strong)).toBe("a");
    await expect(signValue("a", "hunter2")).rejects.toThrow(/too short \(7 bytes/);
    await expect(verifySignedValue("a.b", [strong, "hunter2"])).rejects.not.toThrow(/hunter2/);
  });
});
