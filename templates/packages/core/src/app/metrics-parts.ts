/** What `app.metrics()` needs once it is asked. Nothing imports this statically, so bundlers can split it off. */
export { MetricsRegistry } from "../metrics/registry.ts";
export { bearerAuth } from "../middleware/bearer-auth.ts";
