import type { Environment } from "../env/environment.ts";
import { UnauthorizedError } from "../errors/http-error.ts";
import type { Violation } from "../guards/boot-guard-error.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { Awaitable, Context } from "../route/route.ts";
import { timingSafeEqual } from "../secrets/timing-safe-equal.ts";
import { type BasicCredentials, parseBasicCredentials } from "./basic-credentials.ts";
import { assertRealm } from "./bearer-token.ts";
import { judged } from "./judge.ts";
import { type AuthVerdict, principalFrom, setUser } from "./verdict.ts";

export interface BasicAuthOptions {
  /** The password of each name, or several of which any will do, as while one is being replaced. */
  users?: Readonly<Record<string, string | undefined | readonly (string | undefined)[]>> | undefined;
  /**
   * Judges credentials instead. Compare with `timingSafeEqual`, and do the same work for a name that does not exist: verify
   * against some hash all the same.
   */
  verify?: ((name: string, password: string, context: Context) => Awaitable<AuthVerdict>) | undefined;
  /** Default `api`. */
  realm?: string | undefined;
  /** Most bytes of name, colon and password together. Default 1024. */
  maxCredentialBytes?: number | undefined;
}

interface User {
  readonly name: string;
  readonly passwords: readonly (string | undefined)[];
}

const owner = "basicAuth()";

/**
 * HTTP Basic authentication (RFC 7617) in UTF-8, for people and machines behind TLS. Without valid credentials the answer is 401
 * with a challenge; the principal at `state.user` is `{ name }`, or what `verify` returned.
 *
 * Names and passwords are compared in constant time and all of them every time, so that the time taken does not tell which names
 * exist. Both are normalised to NFC first, as clients differ about composed characters.
 *
 * @throws TypeError when there is neither `users` nor `verify`, or both, no user, or a name that cannot be sent
 * @throws BootGuardError `weak-secret` in production for a placeholder, short or predictable password
 */
export function basicAuth(options: BasicAuthOptions): Hooks {
  const { verify, realm = "api", maxCredentialBytes = 1024 } = options;
  if ((options.users === undefined) === (verify === undefined)) {
    throw new TypeError(`${owner}: give either users or verify.`);
  }
  if (!Number.isInteger(maxCredentialBytes) || maxCredentialBytes < 3) {
    throw new TypeError(`${owner}: maxCredentialBytes must be a whole number of at least 3.`);
  }
  const users = listUsers(options.users);
  const violations = judged((environment) => passwordFaults(users, environment));
  const challenge = { "www-authenticate": `Basic realm="${assertRealm(owner, realm)}", charset="UTF-8"` };
  const judge =
    verify === undefined
      ? (credentials: BasicCredentials) => isKnown(credentials, users)
      : ({ name, password }: BasicCredentials, context: Context) => verify(name, password, context);

  return withMeta(
    {
      async preBody(context) {
        const header = context.head.headers.get("authorization");
        if (header === null)
          throw new UnauthorizedError("This resource needs a name and a password.", challenge);
        const credentials = parseBasicCredentials(header, maxCredentialBytes);
        if (credentials === undefined) {
          throw new UnauthorizedError("The authorization header holds no name and password.", challenge);
        }
        const principal = principalFrom(await judge(credentials, context), { name: credentials.name });
        if (principal === undefined) {
          throw new UnauthorizedError("The name or the password is not valid.", challenge);
        }
        setUser(context.state, principal);
      },
    },
    { name: owner, authSchemes: ["basic"], violations },
  );
}

function listUsers(users: BasicAuthOptions["users"]): User[] {
  if (users === undefined) return [];
  const list = Object.entries(users).map(([name, password]): User => {
    // RFC 7617 §2: the first colon ends the name.
    if (name === "" || /[:\p{Cc}]/u.test(name)) {
      throw new TypeError(`${owner}: a name must not be empty, nor hold a colon or control characters.`);
    }
    const passwords = Array.isArray(password) ? password : [password];
    return { name: name.normalize("NFC"), passwords: passwords.map((each) => each?.normalize("NFC")) };
  });
  if (list.length === 0) throw new TypeError(`${owner}: users is empty, so nobody could come in.`);
  return list;
}

/** Everything is compared, whatever matches, and nothing branches on it. */
function isKnown({ name, password }: BasicCredentials, users: readonly User[]): boolean {
  let matches = 0;
  for (const user of users) {
    const named = Number(timingSafeEqual(name, user.name));
    for (const candidate of user.passwords) {
      // A password that is missing or empty lets nobody in.
      matches |= named & Number(timingSafeEqual(password, candidate ?? "")) & Number(Boolean(candidate));
    }
  }
  return matches === 1;
}

function passwordFaults(users: readonly User[], environment: Environment): Violation[] {
  if (environment !== "production") return [];
  return users.flatMap(({ passwords }) =>
    passwords.flatMap((password) => weakSecretViolation(owner, password) ?? []),
  );
}
