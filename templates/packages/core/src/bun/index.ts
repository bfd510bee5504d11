export type { RunningServer, ServerOptions as ServeOptions } from "../server/options.ts";
export { serve } from "./serve.ts";
