import { randomBytes } from "node:crypto";

const token = () => randomBytes(48).toString("base64url");

export const accessTokens = { read: token(), write: token() };

/** What production must set. */
export const authEnvironment = {
  API_READ_TOKEN: accessTokens.read,
  API_WRITE_TOKEN: accessTokens.write,
};
