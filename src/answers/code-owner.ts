import { accept, type Parsed, refuse } from "./option.ts";

/** An owner as GitHub writes one in CODEOWNERS: `@user`, `@organisation/team` or an e-mail address; `none` for nobody. */
const user = /^@[a-z\d](?:-?[a-z\d]){0,38}$/i;
const team = /^@[a-z\d](?:-?[a-z\d]){0,38}\/[\w.-]{1,100}$/i;
const address = /^[\w.+-]{1,64}@[a-z\d](?:[a-z\d.-]{0,250}[a-z\d])?\.[a-z]{2,63}$/i;

/** Reads who owns the code. The word `none` and an empty answer both mean that nobody does yet. */
export function parseCodeOwner(text: string): Parsed<string> {
  const owner = text.trim();
  if (owner === "" || owner.toLowerCase() === "none") return accept("none");
  if ([user, team, address].some((form) => form.test(owner))) return accept(owner);
  return refuse(
    `"${text}" is not a code owner.`,
    "Write @user, @organisation/team or an e-mail address, or none.",
  );
}
