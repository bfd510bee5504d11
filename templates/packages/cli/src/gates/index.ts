import type { Gate } from "../verify/gate.ts";
import { actions } from "./actions/actions.ts";
import { agentFiles } from "./agent-files/agent-files.ts";
import { authorization } from "./authorization/authorization.ts";
import { boot } from "./boot/boot.ts";
import { contract } from "./contract/contract.ts";
import { dependencies } from "./dependencies/dependencies.ts";
import { dynamicCode } from "./dynamic-code/dynamic-code.ts";
import { framework } from "./framework/framework.ts";
import { installScripts } from "./install-scripts/install-scripts.ts";
import { licenses } from "./licenses/licenses.ts";
import { lockfile } from "./lockfile/lockfile.ts";
import { logLeaks } from "./log-leaks/log-leaks.ts";
import { openapi } from "./openapi/openapi.ts";
import { outboundFetch } from "./outbound-fetch/outbound-fetch.ts";
import { releaseAge } from "./release-age/release-age.ts";
import { runtimeEol } from "./runtime-eol/runtime-eol.ts";
import { sbom } from "./sbom/sbom.ts";
import { secretComparisons } from "./secret-comparisons/secret-comparisons.ts";
import { secrets } from "./secrets/secrets.ts";
import { unicode } from "./unicode/unicode.ts";
import { waiversGate } from "./waivers/waivers.ts";
import { weakRandom } from "./weak-random/weak-random.ts";

const judges: readonly Gate[] = [
  secretComparisons,
  outboundFetch,
  dynamicCode,
  weakRandom,
  logLeaks,
  secrets,
  unicode,
  agentFiles,
  actions,
  dependencies,
  licenses,
  runtimeEol,
  framework,
  lockfile,
  releaseAge,
  installScripts,
  sbom,
  contract,
  authorization,
  openapi,
  boot,
];

/** Every gate, in the order in which they are reported. */
export const gates: readonly Gate[] = [...judges, waiversGate(judges.map(({ name }) => name))];
