import { bearerAuth, type Hooks } from "@daloyjs/core";
import * as z from "zod";
import type { Config } from "./config.ts";
import { name } from "./project.ts";
import { scopes } from "./scopes.ts";

/** What the environment says of authentication. */
export const authVariables = z.object({
  API_READ_TOKEN: z.string().optional(),
  API_WRITE_TOKEN: z.string().optional(),
});
export type AuthSettings = z.infer<typeof authVariables>;

/**
 * Authentication by two tokens that services share with this one.
 *
 * @throws BootGuardError `weak-secret` in production for a token that is missing or could be guessed
 */
export function authenticate({ auth }: Pick<Config, "auth">): Hooks {
  return bearerAuth({
    realm: name,
    // Whoever gives both the same value gets the lesser one: the first match counts.
    tokens: [
      {
        name: "API_READ_TOKEN",
        token: auth.API_READ_TOKEN,
        user: { sub: "reader", scopes: scopes.read },
      },
      {
        name: "API_WRITE_TOKEN",
        token: auth.API_WRITE_TOKEN,
        user: { sub: "writer", scopes: scopes.write },
      },
    ],
  });
}
