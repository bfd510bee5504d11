/**
 * Holds a list to what a browser sends as `Origin`: a scheme, a host and a port that is not the scheme's own.
 *
 * @param what the option, such as `csrf(): allowedOrigins`
 * @throws TypeError that names the entry
 */
export function assertOrigins(what: string, origins: readonly string[]): void {
  for (const origin of origins) {
    if (/^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new TypeError(
      `${what} holds ${JSON.stringify(origin)}, which is no origin such as "https://app.example.com".`,
    );
  }
}
