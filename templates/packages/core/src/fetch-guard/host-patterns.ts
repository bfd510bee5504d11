/** `allowHosts`: exact names, `*.example.com`, IP literals; compared in the form that URL parsing gives them. */

/** A host name as compared: URL parsing has lower-cased and punycoded it, and the root's trailing dot says nothing. */
export function comparableHost(hostname: string): string {
  return hostname.replace(/\.+$/, "");
}

/**
 * The comparable form of one `allowHosts` entry, `*.` kept, or `undefined` for what is no host: a scheme, port, path or
 * user name, a wildcard elsewhere than in front, or `*` alone.
 */
export function parseHostPattern(text: string): string | undefined {
  const wildcard = text.startsWith("*.");
  const name = wildcard ? text.slice(2) : text;
  const isV6 = name.includes(":");
  if (name === "" || /[\s/?#@\\*%]/.test(name)) return undefined;
  const bracketed = isV6 && !name.startsWith("[") ? `[${name}]` : name;
  let hostname: string;
  try {
    const url = new URL(`http://${bracketed}`);
    if (url.port !== "" || (isV6 && !url.hostname.startsWith("["))) return undefined;
    hostname = comparableHost(url.hostname);
  } catch {
    return undefined;
  }
  if (hostname === "") return undefined;
  if (!wildcard) return hostname;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return isAddress ? undefined : `*.${hostname}`;
}

/** Whether a comparable host matches one of the patterns; `*.example.com` is every name below, not `example.com`. */
export function matchesHost(patterns: readonly string[], host: string): boolean {
  return patterns.some((pattern) =>
    pattern.startsWith("*.")
      ? host.length > pattern.length - 1 && host.endsWith(pattern.slice(1))
      : host === pattern,
  );
}
