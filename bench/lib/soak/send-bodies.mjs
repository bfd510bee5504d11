import { connect } from "node:net";
import { hostileBodies } from "./hostile-bodies.mjs";

/**
 * Sends so many hostile requests over so many connections at once, each after the answer to the one before, and counts the
 * answers that are wrong.
 */
export async function sendHostileBodies(port, total, connections = 32) {
  const counts = new Map();
  const wrong = [];
  let sent = 0;
  async function work() {
    let connection;
    while (sent < total) {
      const request = hostileBodies[sent++ % hostileBodies.length];
      connection = connection?.isOpen() ? connection : await open(port);
      const status = await connection.exchange(request.bytes);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (!request.statuses.includes(status)) wrong.push(`${request.name}: ${status}`);
    }
    connection?.close();
  }
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - start) / 1000;
  return { sent: total, seconds, statuses: Object.fromEntries([...counts].sort()), wrong };
}

/** One connection that is used again for as long as the server leaves it open. */
function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    let answer;
    let isOpen = true;
    const settle = () => {
      const end = received.indexOf("\r\n\r\n");
      if (answer === undefined || end === -1) return;
      const head = received.slice(0, end).toLowerCase();
      const length = Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      received = received.slice(end + 4 + length);
      if (/\r\nconnection: close/.test(head)) {
        isOpen = false;
        socket.destroy();
      }
      answer(Number(head.slice(9, 12)));
      answer = undefined;
    };
    socket.setEncoding("latin1").on("data", (text) => {
      received += text;
      settle();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      isOpen = false;
      // cut off without an answer
      answer?.(0);
      answer = undefined;
    });
    socket.once("error", reject).once("connect", () =>
      resolve({
        isOpen: () => isOpen,
        close: () => socket.destroy(),
        exchange: (bytes) =>
          new Promise((done) => {
            answer = done;
            socket.write(bytes);
          }),
      }),
    );
  });
}
