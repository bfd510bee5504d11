/**
 * The path as a request target has it. REST APIs, Function URLs and load balancers leave it percent-encoded, HTTP APIs decode it: what
 * no target can hold is encoded, and what is encoded stays. `%2F` behind an HTTP API cannot be told from a slash.
 *
 * @param isDecoded a percent sign that begins no escape is one that was decoded; elsewhere it is malformed, and stays so
 */
export function escapePath(path: string, isDecoded: boolean): string {
  const whole = isDecoded ? path.replace(/%(?![\da-f]{2})/gi, "%25") : path;
  return whole.replace(/[^!$%&'()*+,\-./\w:;=@~\\]+/g, (text) => encode(text));
}

/** @param values `sent` are percent-encoded already, `decoded` are not */
export function joinQuery(pairs: readonly [string, string][], values: "sent" | "decoded"): string {
  const part = values === "sent" ? (text: string) => text : encode;
  return pairs.map(([name, value]) => `${part(name)}=${part(value)}`).join("&");
}

/** Half of a surrogate pair has no bytes in UTF-8. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
