import { logLeaks } from "../../../../../templates/packages/cli/src/gates/log-leaks/log-leaks.ts";
import { prove } from "../support/prove.ts";

prove(logLeaks);
