import { type Environment, isBuildStep, resolveEnvironment } from "../env/environment.ts";
import { BootGuardError, type Violation } from "../guards/boot-guard-error.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";
import type { Awaitable } from "../route/route.ts";
import type { Algorithm, AllowedAlgorithms } from "./algorithms.ts";
import { isJwkSet, readJwkSet, selectKey, whyNoneFits } from "./jwk-set.ts";
import { JwtError } from "./jwt-error.ts";
import { type KeyMaterial, keyMaterial } from "./key-material.ts";
import type { JwkSet, JwtHeader, JwtKey, JwtKeySource } from "./types.ts";

/** Where a verifier gets its keys from. */
export interface KeySource {
  /** Every key, or `undefined` where they are only known when they are asked for. */
  readonly keys: readonly KeyMaterial[] | undefined;
  /**
   * The key for a token, fit for the algorithm.
   *
   * @throws JwtError `key-not-found`, `keys-unavailable`
   */
  find(header: JwtHeader, algorithm: Algorithm): Awaitable<KeyMaterial>;
}

/**
 * A key, a JWK Set or a function as a source of keys. A build step has no secrets: there the source is empty.
 *
 * @throws TypeError when `key` is none of these
 */
export function keySource(owner: string, key: JwtKeySource | undefined): KeySource {
  if (isBuildStep()) return ofSet([]);
  if (typeof key === "function") {
    const judgedKeys = new WeakSet<object>();
    return {
      keys: undefined,
      async find(header, algorithm) {
        const found = await key(header);
        if (found === undefined || found === null) throw keyNotFound();
        const source = ofKeys(owner, found);
        assertStrong(owner, source.keys ?? [], judgedKeys, found);
        return source.find(header, algorithm);
      },
    };
  }
  return ofKeys(owner, key);
}

/** @throws TypeError when none of the keys that are known fits any of the algorithms, with the reason for each */
export function assertUsable(owner: string, { keys }: KeySource, allowed: AllowedAlgorithms): void {
  if (keys === undefined || isBuildStep()) return;
  const why = whyNoneFits(keys, [...allowed.values()]);
  if (why !== undefined)
    throw new TypeError(`${owner}: no key can verify ${[...allowed.keys()].join(", ")}: ${why}`);
}

/** The shared secrets that anyone could guess; production refuses them. */
export function secretFaults(
  owner: string,
  keys: readonly KeyMaterial[],
  environment: Environment,
): Violation[] {
  if (environment !== "production") return [];
  // One report for a secret, in whichever spelling it is weak.
  return keys.flatMap(({ secrets }) =>
    secrets.flatMap((secret) => weakSecretViolation(owner, secret) ?? []).slice(0, 1),
  );
}

/**
 * No boot sees what a function returns, so the first token that brings a key has it judged.
 *
 * @throws BootGuardError `weak-secret` in a production process
 */
function assertStrong(
  owner: string,
  keys: readonly KeyMaterial[],
  known: WeakSet<object>,
  given: object,
): void {
  if (known.has(given)) return;
  const faults = secretFaults(owner, keys, resolveEnvironment());
  if (faults.length > 0) throw new BootGuardError(faults);
  known.add(given);
}

export function keyNotFound(why = "no key has its kid and fits its alg"): JwtError {
  return new JwtError("key-not-found", `There is no key for the token: ${why}.`);
}

function ofKeys(owner: string, key: JwtKey | JwkSet | undefined): KeySource {
  return isJwkSet(key) ? ofSet(readJwkSet(owner, key)) : ofOne(keyMaterial(owner, key, "verify"));
}

function ofSet(keys: readonly KeyMaterial[]): KeySource {
  return {
    keys,
    find(header, algorithm) {
      const key = selectKey(keys, header, algorithm);
      if (key === undefined) throw keyNotFound();
      return key;
    },
  };
}

/** A key that was given alone needs no name; where both it and the token have one, it is the same. */
function ofOne(key: KeyMaterial): KeySource {
  return {
    keys: [key],
    find({ kid }, algorithm) {
      if (kid !== undefined && key.kid !== undefined && kid !== key.kid) throw keyNotFound();
      const fault = key.faultFor(algorithm);
      if (fault !== undefined) throw keyNotFound(fault);
      return key;
    },
  };
}
