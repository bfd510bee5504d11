export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

/** A command line that sends the request, for a POSIX shell. Whatever the request holds, the shell runs only curl. */
export function curlLine(request: CurlRequest): string {
  const { method, url, headers, body } = request;
  const parts = [`curl ${methodFlag(method, body)}${/[[\]{}]/.test(url) ? "--globoff " : ""}${quote(url)}`];
  // curl takes "name;" for an empty value; "name:" would remove the header
  for (const [name, value] of headers)
    parts.push(`-H ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`);
  if (body !== undefined) parts.push(`--data-raw ${quote(body)}`);
  return parts.join(" \\\n  ");
}

function methodFlag(method: string, body: string | undefined): string {
  if (method === "HEAD") return "--head ";
  return method === (body === undefined ? "GET" : "POST") ? "" : `-X ${quote(method)} `;
}

/** One shell word, whatever it holds; NUL, which no argument can carry, is left out. */
export function quote(text: string): string {
  const word = text.replaceAll("\0", "");
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
