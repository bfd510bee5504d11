import { dependencies } from "../../../../../templates/packages/cli/src/gates/dependencies/dependencies.ts";
import { prove } from "../support/prove.ts";

prove(dependencies);
