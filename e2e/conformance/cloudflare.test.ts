import { describeConformance } from "./conformance.ts";
import { workerd, wranglerDev } from "./targets/cloudflare-targets.ts";

describeConformance(workerd);
describeConformance(wranglerDev);
