import { randomUuid } from "../crypto/random-uuid.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { assertHeader } from "../http/header-list.ts";

export interface RequestIdOptions {
  /** The response header that carries the id. Default `x-request-id`. */
  header?: string | undefined;
  /** Take the id that the client sent, where it is 1 to 128 of `A-Z a-z 0-9 - _ . :`. Default false. */
  trustIncoming?: boolean | undefined;
  /** Makes an id of the same characters; where it throws or does not keep to them, that is logged and a random one is taken. Default: a random UUID. */
  generator?: (() => string) | undefined;
}

const acceptable = /^[A-Za-z0-9\-_.:]{1,128}$/;

/**
 * Gives every request an id: in the response header, in every problem's `instance` and on every log line. An app has it
 * by itself; using it with `app.use()` replaces the automatic one. The id is made before any route is known, so in a group, on a
 * route or in a mounted app it changes nothing.
 *
 * @throws TypeError when `header` is no field name
 */
export function requestId(options: RequestIdOptions = {}): Hooks {
  const header = (options.header ?? "x-request-id").toLowerCase();
  assertHeader(header, "");
  const { generator } = options;
  const generate = (): string => {
    if (generator === undefined) return randomUuid();
    const id = generator();
    if (acceptable.test(id)) return id;
    throw new TypeError("requestId(): the generator must make 1 to 128 of A-Z a-z 0-9 - _ . :");
  };
  return withMeta(
    {},
    {
      name: "requestId()",
      replaces: "requestId",
      requestIdHeader: header,
      requestId: options.trustIncoming
        ? (request) => {
            const incoming = request.headers.get(header);
            return incoming !== null && acceptable.test(incoming) ? incoming : generate();
          }
        : generate,
    },
  );
}
