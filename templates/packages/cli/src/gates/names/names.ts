/** What names say of the values behind them. Everything that judges by a name judges here. */

/** `["x", "api", "key"]` of `X-API-Key`, `xApiKey` and `X_API_KEY`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
}

/** What may stand behind the noun without changing what the value is. */
const suffixes = new Set(
  "value values string str text hex base bytes buffer buf raw header headers param input given received provided actual expected from request req cookie body query env sha v a b hash hashed plain in of for user client incoming current old new encoded".split(
    " ",
  ),
);

const secretNouns = new Set(
  "token tokens secret secrets password passwords passwd pwd passphrase passcode otp totp pin apikey signature sig hmac csrf xsrf nonce salt credential credentials authorization jwt bearer pepper psk".split(
    " ",
  ),
);

/** A key is a secret only when it says what for; a map has keys too. */
const keyOwners = new Set(
  "api secret private signing encryption access session master webhook hmac shared license admin service account auth client".split(
    " ",
  ),
);
const codeOwners = new Set(
  "verification verify reset invite invitation auth authorization backup recovery login security otp factor confirmation access activation pairing sms one".split(
    " ",
  ),
);

/** `hasToken`, `isSecret` and `maxTokens` say something about one. */
const aboutOne = new Set(
  "has is had no not needs requires required require missing invalid valid expired without with should can may max min num number count total bad use uses used validate verify check parse".split(
    " ",
  ),
);

const nounOf = (name: string): readonly [noun: string | undefined, owner: string | undefined] => {
  const words = wordsOf(name);
  if (words.length > 1 && aboutOne.has(words[0] ?? "")) return [undefined, undefined];
  while (words.length > 1 && suffixes.has(words.at(-1) ?? "")) words.pop();
  return [words.at(-1), words.at(-2)];
};

/** The value gives access to something, or proves that it was not changed. */
export function isSecretName(name: string): boolean {
  const [noun, owner] = nounOf(name);
  if (noun === undefined) return false;
  if (noun === "key" || noun === "keys") return owner !== undefined && keyOwners.has(owner);
  if (noun === "code") return owner !== undefined && codeOwners.has(owner);
  if (noun === "id") return owner === "session";
  return secretNouns.has(noun);
}

/** The value must not be guessed or met twice. */
export function isIdentifierName(name: string): boolean {
  const [noun] = nounOf(name);
  return (
    noun === "id" ||
    noun === "ids" ||
    noun === "uuid" ||
    noun === "guid" ||
    noun === "identifier" ||
    noun === "session"
  );
}
