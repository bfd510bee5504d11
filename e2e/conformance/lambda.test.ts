import { describeConformance } from "./conformance.ts";
import { lambdaTarget } from "./targets/lambda-target.ts";

for (const kind of ["v1", "v2", "alb", "alb-multi-value"] as const) describeConformance(lambdaTarget(kind));
describeConformance(lambdaTarget("v2", "lambda-stream"));
