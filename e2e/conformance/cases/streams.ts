import { expect } from "vitest";
import type { ConformanceCase } from "../case.ts";

const until = { timeout: 5000, interval: 25 };

/** What happens while a request or a response is still under way. */
export const streams: readonly ConformanceCase[] = [
  {
    name: "a response begins before its end is made",
    needs: ["response-streaming"],
    async ask(client) {
      const exchange = client.open({ path: "/stream" });
      exchange.request.end();
      expect(await exchange.next()).toBe("first ");
      await client.send({ method: "POST", path: "/stream/release" });
      expect(await exchange.next()).toBe("second");
      expect(await exchange.next()).toBeUndefined();
    },
  },
  {
    name: "server-sent events arrive whole",
    async ask(client) {
      const answer = await client.get("/events");
      expect(answer.header("content-type")).toBe("text/event-stream");
      expect(answer.text()).toBe('event: greeting\nid: 1\ndata: two\ndata: lines\n\ndata: {"json":true}\n\n');
    },
  },
  {
    name: "a handler reads a body chunk by chunk",
    async ask(client) {
      const body = ["a".repeat(200), "b".repeat(200), "c".repeat(200)];
      const answer = await client.send({ method: "POST", path: "/upload", body });
      expect(answer.status).toBe(200);
      expect(answer.json().bytes).toBe(600);
    },
  },
  {
    name: "a handler gets the beginning of a body before its end was sent",
    needs: ["request-streaming", "duplex"],
    async ask(client) {
      const exchange = client.open({ method: "POST", path: "/duplex" });
      exchange.request.write("first ");
      expect(await exchange.next()).toBe("first ");
      exchange.request.end("second");
      expect(await exchange.next()).toBe("second");
    },
  },
  {
    name: "ctx.signal aborts when the client goes away",
    needs: ["client-abort"],
    async ask(client) {
      const exchange = client.open({ path: "/never/abandoned" });
      exchange.request.end();
      const state = async () => (await client.get("/gone/abandoned")).text();
      await expect.poll(state, until).toBe("waiting");
      const abandonedAt = performance.now();
      exchange.abandon();
      await expect.poll(state, until).toBe("aborted");
      // sooner than the time limit would have done it
      expect(performance.now() - abandonedAt).toBeLessThan(600);
    },
  },
  {
    name: "ctx.signal aborts when the client goes away in the middle of the answer",
    needs: ["stream-abort"],
    async ask(client) {
      const exchange = client.open({ path: "/drip/left" });
      exchange.request.end();
      expect(await exchange.next()).toMatch(/^drop/);
      exchange.abandon();
      await expect.poll(async () => (await client.get("/gone/left")).text(), until).toBe("aborted");
    },
  },
];
