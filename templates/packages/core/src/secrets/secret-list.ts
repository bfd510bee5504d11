import { type Environment, isBuildStep } from "../env/environment.ts";
import type { Violation } from "../guards/boot-guard-error.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";

/** One secret, or several: the first signs, all verify. `undefined` is what an unset environment variable gives. */
export type SecretOption = string | readonly (string | undefined)[] | undefined;

/** The faults of a secret option that only production minds. */
export function weakSecrets(owner: string, option: SecretOption, environment: Environment): Violation[] {
  if (environment !== "production") return [];
  return listed(option).flatMap((secret) => weakSecretViolation(owner, secret) ?? []);
}

/**
 * The secrets to sign and verify with.
 *
 * @throws TypeError when there is none, or one is empty, except in a build step, which has no secrets
 */
export function takeSecrets(owner: string, option: SecretOption): readonly string[] {
  const secrets = listed(option).flatMap((secret) => secret || []);
  if (secrets.length < listed(option).length && !isBuildStep()) {
    throw new TypeError(
      `${owner}: the secret is missing. Generate one with \`openssl rand -base64 48\` and load it from an env var.`,
    );
  }
  return secrets;
}

/** An empty list is a missing secret too. */
function listed(option: SecretOption): readonly (string | undefined)[] {
  if (typeof option === "string" || option === undefined) return [option];
  return option.length === 0 ? [undefined] : option;
}
