/** Names of values that must not reach a log, in lower case without separators: `X-API-Key` is `xapikey`. */

/** Sensitive wherever they occur in a name: `dbPassword`, `password_hash`, `clientSecretValue`. */
export const sensitiveAnywhere = [
  "password",
  "passwd",
  "passphrase",
  "passcode",
  "secret",
  "authorization",
  "credential",
  "apikey",
  "privatekey",
  "accesskey",
  "signingkey",
  "encryptionkey",
  "creditcard",
  "cardnumber",
  "socialsecurity",
] as const;

/** Sensitive at the end of a name: `accessToken` is, `tokenCount` and `cookieName` are not. */
export const sensitiveAtEnd = [
  "token",
  "cookie",
  "cookies",
  "sessionid",
  "pwd",
  "jwt",
  "apisecret",
  "connectionstring",
] as const;

/** Sensitive as the whole name. */
export const sensitiveWhole = [
  "session",
  "sid",
  "connectsid",
  "bearer",
  "pass",
  "pin",
  "otp",
  "totp",
  "mfacode",
  "cvv",
  "cvc",
  "cvv2",
  "ssn",
  "pan",
  "iban",
  "tokens",
  "signature",
  "sig",
  "databaseurl",
  "redisurl",
] as const;
