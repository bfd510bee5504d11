import { describeConformance } from "./conformance.ts";
import { vercelEdge, vercelNode } from "./targets/vercel-target.ts";

describeConformance(vercelNode);
describeConformance(vercelEdge);
