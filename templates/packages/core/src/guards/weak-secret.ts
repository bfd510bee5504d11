import { describeSecretFault, judgeSecret } from "../secrets/secret-strength.ts";
import type { Violation } from "./boot-guard-error.ts";

/** The violation of a secret that anyone could guess, or `undefined` for a strong one. The value is never repeated. */
export function weakSecretViolation(
  owner: string,
  value: string | Uint8Array | undefined,
): Violation | undefined {
  const fault = judgeSecret(value ?? "");
  if (!fault) return undefined;
  return {
    guard: "weak-secret",
    message: describeSecretFault(owner, fault),
    fix: "Run `openssl rand -base64 48` and put the result into the environment variable.",
  };
}
