import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { besiege } from "../../bench/lib/soak/slow-clients.mjs";

it("a slow client's head comes before its first drip, however late it is connected", async () => {
  const starts: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (start) => {
      starts.push(start.toString("latin1").slice(0, 5));
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const siege = besiege((server.address() as AddressInfo).port, 4, 1);
  // what a busy machine does: the drips are due before anything is connected
  const busyUntil = performance.now() + 30;
  while (performance.now() < busyUntil);
  await siege;
  server.close();
  expect(starts.filter((start) => start !== "GET /" && start !== "POST ")).toEqual([]);
  expect(starts.length).toBeGreaterThanOrEqual(4);
});
