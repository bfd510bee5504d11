/** `node miniflare.mjs <task as JSON>`: serves a bundled Worker in workerd, with nothing in front of it. */
import { createRequire } from "node:module";

const { packages, bundle, port, vars, date, flags } = JSON.parse(process.argv[2]);
const { Miniflare } = createRequire(packages)("miniflare");

new Miniflare({
  modules: true,
  scriptPath: bundle,
  bindings: vars,
  compatibilityDate: date,
  compatibilityFlags: flags,
  cf: false,
  host: "127.0.0.1",
  port,
});
