import type { Algorithm } from "./algorithms.ts";
import { isJwk } from "./jwk-faults.ts";
import { type KeyMaterial, keyMaterial } from "./key-material.ts";
import { isObject } from "./parse-token.ts";
import type { JwkSet, JwtHeader } from "./types.ts";

export function isJwkSet(value: unknown): value is JwkSet {
  return isObject(value) && Array.isArray(value["keys"]);
}

/** The keys of a set that can be read; what is not understood is left out (RFC 7517 §5). */
export function readJwkSet(owner: string, set: JwkSet): KeyMaterial[] {
  const keys: readonly unknown[] = set.keys;
  return keys.filter(isJwk).map((jwk) => keyMaterial(owner, jwk, "verify"));
}

/**
 * The one key of a set for this header: the `kid` must be equal where the header has one, and the key must fit the
 * algorithm. More than one such key is none: trying them in turn would let a set of many keys multiply the work.
 */
export function selectKey(
  keys: readonly KeyMaterial[],
  { kid }: JwtHeader,
  algorithm: Algorithm,
): KeyMaterial | undefined {
  const fitting = keys.filter(
    (key) => (kid === undefined || key.kid === kid) && key.faultFor(algorithm) === undefined,
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Why none of the keys fits any of the algorithms, key by key, or `undefined` where one does. */
export function whyNoneFits(
  keys: readonly KeyMaterial[],
  algorithms: readonly Algorithm[],
): string | undefined {
  const faultsOf = (key: KeyMaterial) => algorithms.map((algorithm) => key.faultFor(algorithm));
  if (keys.some((key) => faultsOf(key).includes(undefined))) return undefined;
  if (keys.length === 0) return "there is no key.";
  return keys
    .map(
      (key, index) =>
        `\n- key ${JSON.stringify(key.kid ?? index)}: ${[...new Set(faultsOf(key))].join("; ")}`,
    )
    .join("");
}
