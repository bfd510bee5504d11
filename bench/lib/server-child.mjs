/** The process under test: `node server-child.mjs <contender>`; reports its port to its parent, ends with it. */
import { hostname } from "./server-process.mjs";

process.on("disconnect", () => process.exit());
const { listen } = await import(`../contenders/${process.argv[2]}.mjs`);
process.send({ port: await listen(hostname) });
