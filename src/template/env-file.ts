import { templateError } from "./template-error.ts";

/** Makes secrets: the randomness is handed in, so that a render stays a pure function. */
export interface SecretSource {
  /** A fresh token for one variable: 48 random bytes in base64url. */
  token(): string;
  /** A fresh key pair for ES256 (RFC 7518 §3.4), each half as a JWK. */
  keyPair(): KeyPair;
}

export interface KeyPair {
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly privateJwk: Readonly<Record<string, unknown>>;
}

const secretMarker = /^#\s*secret:/;
const keyPairMarker = /^#\s*development key pair:/;

/** The `kid` of a development key pair: the app knows the key by it, and refuses it in production. */
const developmentKeyId = "daloy-development";

/**
 * Derives `.env` from `.env.example`. Every variable below a `# secret: …` line gets a fresh token. The two below a
 * `# development key pair: …` line get a JWK Set with the public key, and the private key; and because production refuses
 * that key, `.env` says that this machine is for development.
 *
 * @throws {CreateError} `template-invalid` when a marker does not stand directly above its empty `NAME=` lines.
 */
export function developmentEnv(example: string, secrets: SecretSource): string {
  const lines = example.split("\n");
  const values = new Map<number, string>();
  const fill = (marker: number, count: number, make: () => readonly string[]): void => {
    for (const [offset, value] of make().entries()) {
      const at = marker + 1 + offset;
      if (!/^\w+=$/.test(lines[at] ?? "")) {
        const needed = count === 1 ? "an empty NAME= line" : `${count} empty NAME= lines`;
        throw templateError(`.env.example: "${lines[marker]}" must stand directly above ${needed}.`);
      }
      values.set(at, value);
    }
  };
  for (const [index, line] of lines.entries()) {
    if (secretMarker.test(line)) fill(index, 1, () => [secrets.token()]);
    if (keyPairMarker.test(line)) fill(index, 2, () => keyPairValues(secrets.keyPair()));
  }
  const text = lines.map((line, index) => `${line}${values.get(index) ?? ""}`).join("\n");
  return lines.some((line) => keyPairMarker.test(line))
    ? setVariable(text, "DALOY_ENV", "development")
    : text;
}

/** In single quotes, which dotenv readers and shells both take off; no JWK holds one. */
function keyPairValues({ publicJwk, privateJwk }: KeyPair): readonly string[] {
  const kid = developmentKeyId;
  const quoted = (value: object): string => `'${JSON.stringify(value)}'`;
  return [quoted({ keys: [{ ...publicJwk, kid }] }), quoted({ ...privateJwk, kid })];
}

/**
 * Turns the one commented `# NAME=…` line of a dotenv text into a setting.
 *
 * @throws {CreateError} `template-invalid` when there is no such line, or the value is not a plain word
 */
export function setVariable(text: string, name: string, value: string): string {
  if (!/^[\w:./,-]+$/.test(value)) throw templateError(`${name} cannot hold ${JSON.stringify(value)}.`);
  const line = new RegExp(`^#[ \\t]*${name}=.*$`, "gm");
  if (text.match(line)?.length !== 1) {
    throw templateError(`.env.example needs exactly one commented ${name}= line.`);
  }
  return text.replace(line, `${name}=${value}`);
}
