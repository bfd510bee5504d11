import {
  type FetchGuardOptions,
  type Policy,
  parseOptions,
} from "../../../../templates/packages/core/src/fetch-guard/options.ts";
import type { Runtime } from "../../../../templates/packages/core/src/fetch-guard/runtime.ts";

/** A runtime that offers nothing, as Workers do. */
export const bareRuntime: Runtime = {
  name: "other",
  resolve: undefined,
  pinnedClient: undefined,
  ownAddresses: () => [],
  proxyVariable: () => undefined,
  hiddenProxyVariables: () => [],
};

export function policyOf(options: FetchGuardOptions = {}): Policy {
  return parseOptions(options, bareRuntime);
}
