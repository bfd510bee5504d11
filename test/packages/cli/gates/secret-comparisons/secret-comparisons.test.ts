import { secretComparisons } from "../../../../../templates/packages/cli/src/gates/secret-comparisons/secret-comparisons.ts";
import { prove } from "../support/prove.ts";

prove(secretComparisons);
