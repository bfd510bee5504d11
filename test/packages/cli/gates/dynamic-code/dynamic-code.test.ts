import { dynamicCode } from "../../../../../templates/packages/cli/src/gates/dynamic-code/dynamic-code.ts";
import { prove } from "../support/prove.ts";

prove(dynamicCode);
