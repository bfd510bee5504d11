export type { RunningServer } from "../server/options.ts";
export { type ServeOptions, serve } from "./serve.ts";
