/**
 * The URL of a report endpoint as it can stand in a policy and in `Reporting-Endpoints`, whose syntax its own characters must
 * not touch.
 *
 * @throws TypeError when it is neither an https URL without credentials nor a path of this app
 */
export function reportEndpoint(url: string): string {
  const base = "https://this.invalid";
  const parsed = URL.canParse(url, base) ? new URL(url, base) : undefined;
  const isPath = url.startsWith("/") && parsed?.origin === base;
  const isAbsolute = /^https:\/\//i.test(url) && parsed?.username === "" && parsed.password === "";
  if (parsed === undefined || (!isPath && !isAbsolute)) {
    throw new TypeError(
      'secureHeaders(): contentSecurityPolicy.reportTo must be an https URL or a path, such as "/csp-reports".',
    );
  }
  const text = isPath ? parsed.href.slice(base.length) : parsed.href;
  return text.replaceAll(/[;,'"\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
