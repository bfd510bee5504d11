/** What the option `loadShedding` needs once a request comes. Nothing imports this statically, so bundlers can split it off. */
export { loadShedding } from "../middleware/load-shedding.ts";
