import type { Command } from "../command.ts";
import { type Config, configFile, loadConfig } from "../config/config.ts";
import { readEnvFiles } from "../environment/env-files.ts";
import { jwtVariables } from "../environment/jwt-variables.ts";
import { ExitCode } from "../exit-code.ts";
import { developmentKey, newDevelopmentKey } from "../token/development-key.ts";
import { parseLifetime } from "../token/lifetime.ts";
import { signToken } from "../token/sign-token.ts";
import { ToolError, usageError } from "../tool-error.ts";

export const token: Command = {
  name: "token",
  summary: "Sign a short-lived access token for development",
  description: `Signs an access token with the development key of .env, and prints it. The app accepts it in
development alone: production verifies the tokens of your identity provider, refuses to start with
this key, and this command refuses to run there.`,
  flags: {
    scope: {
      value: "scopes",
      description: 'What it may do, in quotes: "books:read books:write". Default: everything',
    },
    sub: { value: "subject", description: "Whom it stands for. Default: developer" },
    ttl: { value: "time", description: "How long it lives, such as 90s, 15m or 8h. Default: 15m" },
    "new-key": { description: "Print a new key pair for .env instead, as a fresh clone needs one" },
  },
  async run({ directory, env, terminal, flag, option }) {
    const config = await loadConfig(directory);
    const jwt = jwtSection(config);
    if (flag("new-key")) {
      if (["scope", "sub", "ttl"].some((name) => option(name) !== undefined))
        throw usageError("--new-key makes a key, and no token.", "Write --new-key alone.");
      terminal.out(newDevelopmentKey());
      return ExitCode.holds;
    }
    const { values } = await readEnvFiles(directory);
    const read = (name: string): string | undefined => env[name] ?? values[name];
    refuseProduction(read);
    const lifetimeSeconds = parseLifetime(option("ttl") ?? "15m");
    const claims = {
      iss: jwt.developmentIssuer,
      aud: read(jwtVariables.audience) || jwt.audience,
      sub: option("sub") ?? "developer",
      scope: option("scope") ?? (config.scopes ?? []).join(" "),
    };
    terminal.out(`${await signToken(directory, developmentKey(read), claims, lifetimeSeconds)}\n`);
    return ExitCode.holds;
  },
};

function jwtSection({ jwt, smoke }: Config): NonNullable<Config["jwt"]> {
  if (jwt !== undefined) return jwt;
  throw new ToolError(
    `This project takes no JWTs: ${configFile} has no "jwt" section.`,
    smoke?.token === undefined
      ? "Add it: the schema that $schema names describes it."
      : `Its tokens are in .env: ${smoke.token}.`,
  );
}

/** As the app decides it: what nobody calls development is production. */
function refuseProduction(read: (name: string) => string | undefined): void {
  const environment = read("DALOY_ENV") || read("NODE_ENV") || "production";
  if (environment === "development" || environment === "test") return;
  throw new ToolError(
    `Refused: this is ${environment === "production" ? "production" : `"${environment}", which counts as production`}. Tokens come from your identity provider there.`,
    "On your own machine, .env says DALOY_ENV=development.",
  );
}
