import type { SmokeConfig } from "../../config/config.ts";
import type { Probe } from "../target.ts";
import { authenticationProbes } from "./authentication.ts";
import { bodyProbes } from "./body.ts";
import { exposureProbes } from "./exposure.ts";
import { headerProbes } from "./headers.ts";
import { outgoingProbes } from "./outgoing.ts";
import { routingProbes } from "./routing.ts";

/** Everything that is asked of the running app, in this order. */
export function probesOf(config: SmokeConfig): readonly Probe[] {
  return [
    ...headerProbes,
    ...authenticationProbes(config),
    ...routingProbes,
    ...bodyProbes(config),
    ...(config.fetch ? outgoingProbes(config.fetch) : []),
    ...exposureProbes,
  ];
}
