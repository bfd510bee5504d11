import { connect } from "node:net";

const head = "GET /healthz HTTP/1.1\r\nhost: a\r\nx-slow: ";
const bodyHead =
  "POST /books HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n";

/**
 * Opens so many connections, half of which never end their head (slow-loris) and half their body, and sends a byte on each every
 * `everyMs`, until the server has ended them all. Meanwhile somebody honest asks for `/healthz`.
 */
export async function besiege(port, connections, everyMs) {
  const start = performance.now();
  const sockets = new Set();
  const ended = { head: [], body: [] };
  const statuses = {};
  for (let i = 0; i < connections; i++) {
    const kind = i % 2 === 0 ? "head" : "body";
    const socket = connect(port, "127.0.0.1");
    // at once, not once it is connected: on a busy machine a drip would come before it, and be the start of another method
    socket.write(kind === "head" ? head : bodyHead);
    let received = "";
    socket.setEncoding("latin1").on("data", (text) => {
      received += text;
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      ended[kind].push((performance.now() - start) / 1000);
      const status = received.slice(9, 12) || "none";
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
    sockets.add(socket);
  }
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write("1");
  }, everyMs);

  const latencies = [];
  let failed = 0;
  while (sockets.size > 0 && performance.now() - start < 120_000) {
    const asked = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.status === 200) latencies.push(performance.now() - asked);
    else failed += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  clearInterval(drip);
  for (const socket of sockets) socket.destroy();
  latencies.sort((a, b) => a - b);
  return {
    connections,
    left: sockets.size,
    lastHeadEndedAfter: Math.max(...ended.head),
    lastBodyEndedAfter: Math.max(...ended.body),
    statuses,
    honest: { answered: latencies.length, failed, medianMs: at(latencies, 0.5), p99Ms: at(latencies, 0.99) },
  };
}

function at(sorted, quantile) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? Number.NaN;
}
