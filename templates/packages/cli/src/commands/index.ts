import type { Command } from "../command.ts";
import { deps } from "./deps.ts";
import { dev } from "./dev.ts";
import { openapi } from "./openapi.ts";
import { outdated } from "./outdated.ts";
import { routes } from "./routes.ts";
import { sbom } from "./sbom.ts";
import { smoke } from "./smoke.ts";
import { token } from "./token.ts";
import { verify } from "./verify.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  verify,
  smoke,
  openapi,
  routes,
  token,
  outdated,
  deps,
  sbom,
  dev,
];
