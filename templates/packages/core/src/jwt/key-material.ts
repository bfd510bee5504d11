/** Keys, bound to what they may be used for: the kind of the key decides, a token's header only chooses. */
import type { Algorithm } from "./algorithms.ts";
import {
  decodeMember,
  isJwk,
  jwkFault,
  type KeyUse,
  keyMembers,
  modulusFault,
  secretLengthFault,
} from "./jwk-faults.ts";
import { isObject } from "./parse-token.ts";
import type { Jwk, JwtKey } from "./types.ts";

/** WebCrypto's own `CryptoKey`, for which not every runtime's types have a global name. */
export type SubtleKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A key that was looked at, and is imported when it is first needed. */
export interface KeyMaterial {
  readonly kid: string | undefined;
  /** A shared secret, in every spelling in which it may be too weak; none for other keys. */
  readonly secrets: readonly (string | Uint8Array)[];
  /** Why it must not be used with this algorithm, or `undefined` where it may. */
  faultFor(algorithm: Algorithm): string | undefined;
  /** @throws TypeError when the runtime finds the key invalid, such as a point that is not on its curve */
  importFor(algorithm: Algorithm): Promise<SubtleKey>;
}

/** @throws TypeError when `key` is none of the three */
export function keyMaterial(owner: string, key: JwtKey | undefined, use: KeyUse): KeyMaterial {
  if (key instanceof Uint8Array) return memoized(ofBytes(key, use));
  if (isCryptoKey(key)) return ofCryptoKey(key, use);
  if (isJwk(key)) return memoized(ofJwk(key, use));
  const hint = typeof key === "string" ? " For a shared secret, give new TextEncoder().encode(secret)." : "";
  throw new TypeError(`${owner}: the key must be a Uint8Array, a JWK object or a CryptoKey.${hint}`);
}

function ofBytes(key: Uint8Array, use: KeyUse): KeyMaterial {
  const bytes = Uint8Array.from(key);
  return {
    kid: undefined,
    secrets: [bytes],
    faultFor({ name, kty, signatureBytes }) {
      if (kty !== "oct")
        return `bytes are a shared secret, and ${name} takes a JWK or CryptoKey of kty "${kty}"`;
      if (looksPublic(bytes)) return "it is a PEM or SSH key, not a shared secret";
      return secretLengthFault(bytes.length, signatureBytes, name);
    },
    importFor: ({ keyParams }) => crypto.subtle.importKey("raw", bytes, keyParams, false, [use]),
  };
}

function ofJwk(key: Jwk, use: KeyUse): KeyMaterial {
  const jwk = structuredClone(key);
  return {
    kid: jwk.kid,
    secrets: jwk.kty === "oct" ? [decodeMember(jwk["k"]), String(jwk["k"])] : [],
    faultFor: (algorithm) => jwkFault(jwk, algorithm, use),
    importFor: (algorithm) =>
      crypto.subtle.importKey("jwk", keyMembers(jwk, algorithm, use), algorithm.keyParams, false, [use]),
  };
}

function ofCryptoKey(key: SubtleKey, use: KeyUse): KeyMaterial {
  return {
    kid: undefined,
    secrets: [],
    faultFor(algorithm) {
      const { name, kty, keyParams } = algorithm;
      if (!key.usages.includes(use)) return `it is a ${key.type} key without the usage "${use}"`;
      const own: CryptoKeyDetails = key.algorithm;
      const matches =
        own.name === keyParams.name &&
        own.namedCurve === keyParams.namedCurve &&
        (typeof own.hash === "string" ? own.hash : own.hash?.name) === keyParams.hash;
      if (!matches) return `it was made for another algorithm than ${name}`;
      if (kty === "oct") return secretLengthFault((own.length ?? 0) / 8, algorithm.signatureBytes, name);
      return kty === "RSA" ? modulusFault(own.modulusLength ?? 0, name) : undefined;
    },
    importFor: async () => key,
  };
}

interface CryptoKeyDetails {
  readonly name: string;
  readonly hash?: string | { readonly name: string };
  readonly namedCurve?: string;
  readonly length?: number;
  readonly modulusLength?: number;
}

/** Imports once for each algorithm, and says what is wrong in the project's words. */
function memoized(material: KeyMaterial): KeyMaterial {
  const imported = new Map<string, Promise<SubtleKey>>();
  return {
    ...material,
    importFor(algorithm) {
      const { name } = algorithm;
      const known =
        imported.get(name) ??
        material.importFor(algorithm).catch((cause: unknown) => {
          throw new TypeError(`The key is not a valid key for ${name}.`, { cause });
        });
      imported.set(name, known);
      return known;
    },
  };
}

function isCryptoKey(value: unknown): value is SubtleKey {
  return Object.prototype.toString.call(value) === "[object CryptoKey]" && isObject(value);
}

/** A public key given as a shared secret is known to everybody. */
function looksPublic(bytes: Uint8Array): boolean {
  return /^\s*(?:-----BEGIN |ssh-(?:rsa|ed25519) |ecdsa-sha2-)/.test(
    new TextDecoder().decode(bytes.subarray(0, 64)),
  );
}
