import type { Gate } from "../verify/gate.ts";
import { unicode } from "./unicode/unicode.ts";
import { waiversGate } from "./waivers/waivers.ts";

const judges: readonly Gate[] = [unicode];

/** Every gate, in the order in which they are reported. */
export const gates: readonly Gate[] = [...judges, waiversGate(judges.map(({ name }) => name))];
