/** `node vercel-edge.mjs <edge-runtime's folder> <script>`: serves an Edge Function in Vercel's own edge-runtime, on `PORT`. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const [packages, script] = process.argv.slice(2);
const { createHandler, EdgeRuntime } = createRequire(packages)("edge-runtime");

const serve = `
addEventListener("fetch", (event) => {
  const context = { waitUntil: (work) => event.waitUntil(work) };
  event.respondWith(edgeFunction.default(event.request, context));
});`;
let runtime;
try {
  runtime = new EdgeRuntime({
    initialCode: readFileSync(script, "utf8") + serve,
    extend: (context) => Object.assign(context, { process: { env: { ...process.env } } }),
  });
} catch (error) {
  console.error(error);
  process.exit(1);
}

// An isolate is not told of its end.
process.once("SIGTERM", () => process.exit(0));
const { handler } = createHandler({ runtime });
createServer((incoming, outgoing) => {
  // Vercel writes these itself, whatever the client sent.
  for (const name of ["x-forwarded-for", "x-real-ip", "x-vercel-forwarded-for"])
    incoming.headers[name] = incoming.socket.remoteAddress;
  handler(incoming, outgoing);
}).listen(Number(process.env.PORT), "127.0.0.1");
