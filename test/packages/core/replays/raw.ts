import type { App } from "../../../../templates/packages/core/src/index.ts";
import { exchange, statusesIn, withServer } from "../node/raw-client.ts";

export interface RawAnswer {
  /** One for each response on the connection. */
  statuses: number[];
  text: string;
}

/** Sends each request, byte for byte, over a connection of its own to the app on the Node adapter. */
export function sendRaw(app: App, requests: readonly string[]): Promise<RawAnswer[]> {
  return withServer(app, async ({ port }) => {
    const answers: RawAnswer[] = [];
    for (const request of requests) {
      const text = await exchange(port, Buffer.from(request, "latin1"));
      answers.push({ statuses: statusesIn(text), text });
    }
    return answers;
  });
}

/** A GET of a request target that no client would send. */
export function get(target: string, headers = "", host = "app.example"): string {
  return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n\r\n`;
}

export async function statusesOf(app: App, requests: readonly string[]): Promise<number[][]> {
  return (await sendRaw(app, requests)).map(({ statuses }) => statuses);
}
