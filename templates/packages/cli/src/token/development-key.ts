import { jwtVariables } from "../environment/jwt-variables.ts";
import { ToolError } from "../tool-error.ts";
import { createKeyPair, type Jwk } from "./key-pair.ts";

/** The app knows the key by it, and refuses it in production. */
const developmentKeyId = "daloy-development";

/** The private half of the development key. @throws {ToolError} when it is set nowhere, or is no key */
export function developmentKey(read: (name: string) => string | undefined): Jwk {
  const name = jwtVariables.developmentKey;
  const text = read(name) ?? "";
  const fix = "Make one with `daloy token --new-key >> .env`, and start the app again.";
  if (text === "") throw new ToolError(`There is no development key: ${name} is set nowhere.`, fix);
  const key = parseObject(text);
  if (typeof key?.["d"] === "string") return key;
  throw new ToolError(`${name} is no private key as a JWK.`, fix);
}

/** Lines for `.env`: a new key pair, and that this machine is for development. */
export function newDevelopmentKey(): string {
  const { publicKey, privateKey } = createKeyPair(developmentKeyId);
  return [
    "DALOY_ENV=development",
    `${jwtVariables.developmentJwks}='${JSON.stringify({ keys: [publicKey] })}'`,
    `${jwtVariables.developmentKey}='${JSON.stringify(privateKey)}'`,
    "",
  ].join("\n");
}

function parseObject(text: string): Jwk | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
