import { BootGuardError, type Hooks, type JwkSet, jwk, safeJsonParse } from "@daloyjs/core";
import * as z from "zod";
import type { Config } from "./config.ts";
import { name } from "./project.ts";

const algorithms = [
  ...(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] as const),
  ...(["ES256", "ES384", "ES512", "EdDSA"] as const),
];

/** The issuer of the tokens that `daloy token` signs. No identity provider can have it. */
const developmentIssuer = "urn:daloy:development";
/** The `kid` of the key pair that create-daloy made: the key is known by it wherever it turns up. */
const developmentKeyId = "daloy-development";

const JwkSetText = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })),
});

/** What the environment says of authentication: whose tokens are accepted, and the keys that they are verified with. */
export const authVariables = z
  .object({
    /** A build step describes the app and has no provider. */
    DALOY_BUILD: z.string().optional(),
    JWT_JWKS_URI: z
      .url({
        protocol: /^https$/,
        error: "must be an https URL, such as https://id.example.com/.well-known/jwks.json",
      })
      .optional(),
    JWT_JWKS: z.string().transform(toJwkSet).optional(),
    JWT_ISSUER: z.string().optional(),
    JWT_AUDIENCE: z.string().default(name),
    JWT_ALGORITHMS: z.string().transform(toAlgorithms).default(["RS256"]),
    JWT_JWKS_ADDRESSES: z
      .string()
      .transform((text) => text.split(",").map((entry) => entry.trim()))
      .optional(),
    JWT_DEV_JWKS: z.string().transform(toJwkSet).optional(),
  })
  .superRefine((variables, context) => {
    const fault = (variable: string, message: string) =>
      context.addIssue({ code: "custom", path: [variable], message });
    if (variables.DALOY_BUILD === "1") return;
    const sources = (["JWT_JWKS_URI", "JWT_JWKS", "JWT_DEV_JWKS"] as const).filter((key) => variables[key]);
    const [first, ...others] = sources;
    if (first === undefined) {
      fault("JWT_JWKS_URI", "must be set: it is where your identity provider publishes its keys");
    } else if (others.length > 0) {
      fault(
        first,
        `must not be set beside ${others.join(" and ")}: keys come from one place. Unset all but one`,
      );
    }
    if (variables.JWT_ISSUER === undefined && first !== "JWT_DEV_JWKS") {
      fault("JWT_ISSUER", "must be set: it is the `iss` of your identity provider's tokens");
    }
  });
export type AuthSettings = z.infer<typeof authVariables>;

/**
 * Authentication by access tokens: of the identity provider, or, while developing, of `daloy token`.
 *
 * @throws BootGuardError `weak-secret` in production for the development key, whose private half lies on a developer's disk
 */
export function authenticate({ env, auth }: Pick<Config, "env" | "auth">): Hooks {
  const { JWT_DEV_JWKS: developmentKeys, JWT_AUDIENCE: audience } = auth;
  refuseDevelopmentKeys(env, auth);
  if (developmentKeys !== undefined) {
    return jwk({ jwks: developmentKeys, issuer: developmentIssuer, audience, algorithms: ["ES256"] });
  }
  return jwk({
    jwksUri: auth.JWT_JWKS_URI,
    jwks: auth.JWT_JWKS,
    // Only a build step has none, and it verifies nothing.
    issuer: auth.JWT_ISSUER ?? "urn:daloy:build-step",
    audience,
    algorithms: auth.JWT_ALGORITHMS,
    allowAddresses: auth.JWT_JWKS_ADDRESSES,
  });
}

function refuseDevelopmentKeys(env: string, { JWT_JWKS, JWT_DEV_JWKS }: AuthSettings): void {
  if (env === "development" || env === "test") return;
  const isDevelopmentKey = ({ kid }: { kid?: unknown }) => kid === developmentKeyId;
  const at = JWT_DEV_JWKS ? "JWT_DEV_JWKS" : JWT_JWKS?.keys.some(isDevelopmentKey) ? "JWT_JWKS" : undefined;
  if (at === undefined) return;
  throw new BootGuardError([
    {
      guard: "weak-secret",
      message: `${at} refused in production: it is a development key, and whoever has that developer's .env can sign any token.`,
      fix: `Unset ${at} and JWT_DEV_PRIVATE_JWK, and set JWT_JWKS_URI and JWT_ISSUER to your identity provider's.`,
    },
  ]);
}

function toAlgorithms(text: string, context: z.RefinementCtx) {
  const result = z.array(z.enum(algorithms)).safeParse(text.split(",").map((entry) => entry.trim()));
  if (result.success) return result.data;
  context.addIssue(`must list asymmetric algorithms: ${algorithms.join(", ")}`);
  return z.NEVER;
}

function toJwkSet(text: string, context: z.RefinementCtx): JwkSet {
  try {
    return JwkSetText.parse(safeJsonParse(text));
  } catch {
    context.addIssue('must be a JWK Set as JSON: {"keys": [{"kty": …}]}');
    return z.NEVER;
  }
}
