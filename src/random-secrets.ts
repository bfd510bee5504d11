import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { SecretSource } from "./template/env-file.ts";

/** The secrets of a real run. */
export const randomSecrets: SecretSource = {
  token: () => randomBytes(48).toString("base64url"),
  keyPair() {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return {
      publicJwk: { ...publicKey.export({ format: "jwk" }) },
      privateJwk: { ...privateKey.export({ format: "jwk" }) },
    };
  },
};
