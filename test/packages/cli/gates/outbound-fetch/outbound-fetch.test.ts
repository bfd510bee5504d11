import { outboundFetch } from "../../../../../templates/packages/cli/src/gates/outbound-fetch/outbound-fetch.ts";
import { prove } from "../support/prove.ts";

prove(outboundFetch);
