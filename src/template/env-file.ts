import { templateError } from "./template-error.ts";

/** Makes secrets: the randomness is handed in, so that a render stays a pure function. */
export interface SecretSource {
  /** A fresh token for one variable: 48 random bytes in base64url. */
  token(): string;
}

const marker = /^#\s*secret:/;

/**
 * Writes the answer to `--proxy` into `.env.example`: the commented `# TRUST_PROXY=…` line becomes a setting, or
 * stays as it is while the answer is `unset`.
 */
export function setTrustProxy(example: string, proxy: string): string {
  if (proxy === "unset") return example;
  if (!/^[\w:./,-]+$/.test(proxy)) throw templateError(`TRUST_PROXY cannot hold ${JSON.stringify(proxy)}.`);
  const line = /^#[ \t]*TRUST_PROXY=.*$/gm;
  if (example.match(line)?.length !== 1) {
    throw templateError(".env.example needs exactly one commented TRUST_PROXY= line.");
  }
  return example.replace(line, `TRUST_PROXY=${proxy}`);
}

/**
 * Derives `.env` from `.env.example`: every variable below a `# secret: …` line gets a fresh token.
 *
 * @throws {CreateError} `template-invalid` when such a line does not stand directly above an empty `NAME=`.
 */
export function fillSecrets(example: string, secrets: SecretSource): string {
  const lines = example.split("\n");
  return lines
    .map((line, index) => {
      if (marker.test(line) && !/^\w+=$/.test(lines[index + 1] ?? "")) {
        throw templateError(`.env.example: "${line}" must stand directly above an empty NAME= line.`);
      }
      return marker.test(lines[index - 1] ?? "") ? `${line}${secrets.token()}` : line;
    })
    .join("\n");
}
