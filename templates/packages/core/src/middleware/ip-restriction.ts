import { ForbiddenError } from "../errors/http-error.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { CidrSet } from "../net/cidr.ts";
import { parseIp } from "../net/ip-address.ts";
import type { Context } from "../route/route.ts";

export interface IpRestrictionOptions {
  /** Addresses and CIDR ranges, IPv4 and IPv6. Given, nobody else is let in. */
  allow?: readonly string[] | undefined;
  /** Addresses and CIDR ranges that are never let in, whatever `allow` says. */
  deny?: readonly string[] | undefined;
  /** Default: the client's address inside the trust boundary (`trustProxy`). */
  resolveIp?: ((context: Context) => string | undefined) | undefined;
}

/**
 * Lets clients in by their address (403 for the others). Addresses are compared by their bytes, IPv4-mapped ones as the IPv4
 * addresses they stand for. A client whose address nobody knows is refused.
 *
 * @throws TypeError when there is neither `allow` nor `deny`, one of them is empty, or an entry is no address or range
 */
export function ipRestriction(options: IpRestrictionOptions): Hooks {
  const { allow, deny, resolveIp } = options;
  if (allow === undefined && deny === undefined)
    throw new TypeError("ipRestriction(): give allow, deny or both.");
  if (allow?.length === 0) throw new TypeError("ipRestriction(): allow is empty, so nobody could come in.");
  if (deny?.length === 0) throw new TypeError("ipRestriction(): deny is empty; leave it out.");
  const allowed = allow && new CidrSet(allow);
  const denied = deny && new CidrSet(deny);

  return withMeta(
    {
      preBody(context) {
        const text = resolveIp ? resolveIp(context) : context.clientAddress;
        const address = typeof text === "string" ? parseIp(text) : undefined;
        if (address === undefined) {
          throw refusal(context, "ip-unknown", resolveIp ? "ipRestriction.resolveIp" : "trustProxy");
        }
        if (denied?.has(address)) throw refusal(context, "ip-denied", "ipRestriction.deny");
        if (allowed && !allowed.has(address)) throw refusal(context, "ip-not-allowed", "ipRestriction.allow");
        return undefined;
      },
    },
    { name: "ipRestriction()" },
  );
}

function refusal(context: Context, code: string, setting: string): ForbiddenError {
  context.log.warn({ code, setting, address: context.clientAddress }, "Request refused by its address");
  return new ForbiddenError("Requests from this address are not accepted.");
}
