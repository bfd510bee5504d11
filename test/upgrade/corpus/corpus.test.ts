import { describeRoad } from "./describe-road.ts";
import { frozen } from "./frozen.ts";

// The road to what the templates are today is e2e/upgrade-corpus.test.ts.
describeRoad("the first release to the second", frozen("1.0.0-beta.0"), frozen("1.1.0"));
