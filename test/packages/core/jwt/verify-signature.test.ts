import { describe, expect, it, vi } from "vitest";
import { createJwtVerifier, type JwtAlgorithm } from "../../../../templates/packages/core/src/jwt/index.ts";
import { encode, everyAlgorithm, expectRefused, keysFor, tokenOf, withPart } from "./tokens.ts";

const verifierFor = (alg: JwtAlgorithm) =>
  createJwtVerifier({ algorithms: [alg], key: keysFor(alg).publicJwk });

describe("signatures that are numbers gone wrong", () => {
  /** The order of each curve. */
  const orders: Partial<Record<JwtAlgorithm, string>> = {
    ES256: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    ES384: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    ES512: `01${"ff".repeat(32)}fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`,
  };

  it.each(Object.entries(orders))("%s: r and s of 0, 1 or the order (CVE-2022-21449)", async (alg, order) => {
    const n = Buffer.from(order, "hex");
    const zero = Buffer.alloc(n.length);
    const one = Buffer.concat([zero.subarray(1), Buffer.from([1])]);
    const values = [zero, one, n];
    for (const r of values) {
      for (const s of values) {
        const token = withPart(tokenOf(alg as JwtAlgorithm), 2, encode(Buffer.concat([r, s])));
        await expectRefused(verifierFor(alg as JwtAlgorithm), token, "bad-signature");
      }
    }
  });

  it.each(everyAlgorithm)("%s: nothing but zeros", async (alg) => {
    const token = tokenOf(alg);
    const { length } = Buffer.from(token.split(".")[2] ?? "", "base64url");
    await expectRefused(
      verifierFor(alg),
      withPart(token, 2, encode(new Uint8Array(length))),
      "bad-signature",
    );
  });

  it("EdDSA: s plus the order of the group (RFC 8032 §5.1.7)", async () => {
    const token = tokenOf("EdDSA");
    const signature = Buffer.from(token.split(".")[2] ?? "", "base64url");
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`) + order;
    const second = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
    const malleated = encode(Buffer.concat([signature.subarray(0, 32), second]));
    await expectRefused(verifierFor("EdDSA"), withPart(token, 2, malleated), "bad-signature");
  });

  it.each(everyAlgorithm)("%s: shorter and longer ones", async (alg) => {
    const token = tokenOf(alg);
    const signature = Buffer.from(token.split(".")[2] ?? "", "base64url");
    const half = signature.length / 2;
    const others = [
      signature.subarray(0, -1),
      signature.subarray(1),
      signature.subarray(0, half),
      signature.subarray(0, 1),
      Buffer.concat([signature, Buffer.alloc(1)]),
      Buffer.concat([Buffer.alloc(1), signature]),
      Buffer.concat([signature, signature]),
      // r and s with a zero before each, as some encoders pad them
      Buffer.concat([
        Buffer.alloc(1),
        signature.subarray(0, half),
        Buffer.alloc(1),
        signature.subarray(half),
      ]),
    ];
    const verify = vi.spyOn(crypto.subtle, "verify");
    for (const other of others) {
      await expectRefused(verifierFor(alg), withPart(token, 2, encode(other)), "bad-signature");
    }
    // Where the length is fixed, no runtime is asked what it thinks of another.
    expect(verify).toHaveBeenCalledTimes(/^[RP]S/.test(alg) ? others.length : 0);
    verify.mockRestore();
  });

  it.each<JwtAlgorithm>(["ES256", "ES384", "ES512"])("%s: the DER encoding", async (alg) => {
    const token = tokenOf(alg);
    const raw = Buffer.from(token.split(".")[2] ?? "", "base64url");
    const integer = (value: Buffer) => Buffer.concat([Buffer.from([2, value.length + 1, 0]), value]);
    const body = Buffer.concat([
      integer(raw.subarray(0, raw.length / 2)),
      integer(raw.subarray(raw.length / 2)),
    ]);
    const der = Buffer.concat([Buffer.from([0x30, body.length]), body]);
    await expectRefused(verifierFor(alg), withPart(token, 2, encode(der)), "bad-signature");
  });

  it("HMAC: a signature without its last bytes is not compared by its first", async () => {
    const forged = withPart(
      tokenOf("HS256"),
      2,
      encode(Buffer.from(tokenOf("HS256").split(".")[2] ?? "", "base64url").subarray(0, 16)),
    );
    await expectRefused(verifierFor("HS256"), forged, "bad-signature");
  });
});
