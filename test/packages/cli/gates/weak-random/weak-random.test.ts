import { weakRandom } from "../../../../../templates/packages/cli/src/gates/weak-random/weak-random.ts";
import { prove } from "../support/prove.ts";

prove(weakRandom);
