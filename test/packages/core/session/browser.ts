import type { App } from "../../../../templates/packages/core/src/app/app.ts";

export const strong = "mV3kq0c2yXn8Zr5tPw7sB1dF6hJ9lQ4aE+o/u.~_-iG";
export const successor = "Tz8rW2nK6vY4bM0cX9sD3fG7hJ1lP5qE-aUoIyRtNwQ";

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Keeps cookies as a browser does, and sends them along. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #app: App;

  constructor(app: object, cookies: Record<string, string> = {}) {
    this.#app = app as App;
    for (const [name, value] of Object.entries(cookies)) this.cookies.set(name, value);
  }

  async send(path: string, { method = "GET", headers = {} }: Sent = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await this.#app.request(path, {
      method,
      headers: { host: "app.example", ...(cookie === "" ? {} : { cookie }), ...headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const equals = pair.indexOf("=");
      if (attributes.includes("Max-Age=0")) this.cookies.delete(pair.slice(0, equals));
      else this.cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
    return response;
  }
}
