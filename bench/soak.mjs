/** `node bench/soak.mjs [--short] [--json]`: what hostile clients cost, and that nothing grows without bound. See README.md. */

import { parseArgs } from "node:util";
import { missingCore } from "./lib/dependencies.mjs";
import { startAttackedServer } from "./lib/soak/attacked-server.mjs";
import { hitWithKeys } from "./lib/soak/rate-limit-keys.mjs";
import { sendHostileBodies } from "./lib/soak/send-bodies.mjs";
import { besiege } from "./lib/soak/slow-clients.mjs";

const { values } = parseArgs({
  options: { short: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
const missing = missingCore();
if (missing !== undefined) throw new Error(missing);

const sizes = values.short
  ? {
      keys: 120_000,
      warmUp: 290,
      requests: 870,
      connections: 200,
      everyMs: 50,
      limits: { requestTimeoutMs: 600, headersTimeout: 400 },
    }
  : { keys: 1_000_000, warmUp: 2900, requests: 100_000, connections: 1000, everyMs: 1000, limits: {} };

async function onServer(limits, attack) {
  const server = await startAttackedServer(limits);
  try {
    // what is compiled and cached on the way is no leak
    await sendHostileBodies(server.port, sizes.warmUp);
    const before = await server.memory();
    const result = await attack(server.port);
    const after = await server.memory();
    const health = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    return { ...result, memory: { before, after }, alive: server.isAlive() && health.status === 200 };
  } finally {
    await server.stop();
  }
}

const keys = hitWithKeys(sizes.keys);
const bodies = await onServer({}, (port) => sendHostileBodies(port, sizes.requests));
const slow = await onServer(sizes.limits, (port) => besiege(port, sizes.connections, sizes.everyMs));

if (values.json) console.log(JSON.stringify({ keys, bodies, slow }, null, 2));
else print();

const faults = [
  ...bodies.wrong.slice(0, 10),
  ...(bodies.alive && slow.alive ? [] : ["the server did not survive"]),
  ...(slow.left > 0 ? [`${slow.left} slow connections were never ended`] : []),
  ...(slow.honest.failed > 0 ? [`${slow.honest.failed} honest requests failed`] : []),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function print() {
  const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const growth = ({ before, after }) =>
    `heap ${mib(before.heapUsed)} → ${mib(after.heapUsed)}, RSS ${mib(before.rss)} → ${mib(after.rss)}`;
  console.log(`rate-limit keys     ${keys.keys.toLocaleString("en")} different ones in three windows
                    ${keys.seconds.toFixed(2)} s, ${keys.microsecondsPerHit.toFixed(2)} µs a hit
                    held after each window: ${keys.heldAfter.map(mib).join(", ")}
hostile bodies      ${bodies.sent.toLocaleString("en")} in ${bodies.seconds.toFixed(1)} s, ${Math.round(bodies.sent / bodies.seconds).toLocaleString("en")} a second
                    statuses ${JSON.stringify(bodies.statuses)}, ${bodies.wrong.length} wrong
                    ${growth(bodies.memory)}
slow connections    ${slow.connections.toLocaleString("en")}, of which ${slow.left} were left
                    the last head was cut after ${slow.lastHeadEndedAfter.toFixed(1)} s, the last body after ${slow.lastBodyEndedAfter.toFixed(1)} s
                    statuses ${JSON.stringify(slow.statuses)}
                    honest requests meanwhile: ${slow.honest.answered} answered, ${slow.honest.failed} failed; median ${slow.honest.medianMs.toFixed(1)} ms, p99 ${slow.honest.p99Ms.toFixed(1)} ms
                    ${growth(slow.memory)}`);
}
