import { describeConformance } from "./conformance.ts";
import { vercelTarget } from "./targets/vercel-target.ts";

describeConformance(vercelTarget());
