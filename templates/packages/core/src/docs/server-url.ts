/** A server of an OpenAPI document, with the defaults of its variables where it has any. */
export interface ServerTemplate {
  readonly url: string;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
}

/** The server's URL with every `{variable}` replaced by its default. */
export function serverUrl(server: ServerTemplate): string {
  return server.url.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const value = server.variables?.[name]?.default;
    return typeof value === "string" ? value : whole;
  });
}

/**
 * The origin of a server elsewhere, in a form that is safe in a Content-Security-Policy; `undefined` for a relative URL
 * and for anything that is not exactly one http(s) host. URL hosts may contain `;`, `,`, `'` and `*`, which would add a
 * directive or a wildcard.
 */
export function serverOrigin(server: ServerTemplate): string | undefined {
  const text = serverUrl(server);
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  return /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:]+\])$/.test(hostname) ? origin : undefined;
}
