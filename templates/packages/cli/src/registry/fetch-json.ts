/** No answer that says anything of the package. Never holds a credential. */
export interface Unreachable {
  readonly status: "unreachable";
  readonly reason: string;
  /** The host itself did not answer, so that nothing else of it will. */
  readonly host: boolean;
}

export type FetchAnswer<Document> =
  | { readonly status: "found"; readonly document: Document }
  | { readonly status: "missing" }
  | Unreachable;

export type JsonAnswer = FetchAnswer<unknown>;

/** For the whole of an answer: the documents of packages with a thousand versions are large. */
const timeoutMs = 60_000;
/** For a host to answer at all. */
const connectMs = 10_000;
const mostBytes = 256 * 1024 * 1024;

interface Asked {
  readonly headers: Readonly<Record<string, string>>;
  /** A document to be sent; the request is a POST then. */
  readonly body?: unknown;
}

/** Asks a registry for a document, twice where the first try tells nothing. */
export function fetchJson(url: URL, asked: Asked): Promise<JsonAnswer> {
  return twice(url, asked, async (response) => JSON.parse((await bytesOf(response)).toString("utf8")));
}

/** Asks a registry for a file. */
export function fetchFile(url: URL, asked: Asked): Promise<FetchAnswer<Buffer>> {
  return twice(url, asked, bytesOf);
}

type Read<Document> = (response: Response) => Promise<Document>;

async function twice<Document>(url: URL, asked: Asked, read: Read<Document>): Promise<FetchAnswer<Document>> {
  const first = await attempt(url, asked, read);
  if (first.status !== "unreachable" || first.refused) return first;
  return attempt(url, asked, read);
}

async function attempt<Document>(
  url: URL,
  { headers, body }: Asked,
  read: Read<Document>,
): Promise<FetchAnswer<Document> & { readonly refused?: true }> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), connectMs);
  const { host } = url;
  let answered = false;
  try {
    const sent =
      body === undefined
        ? {}
        : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    // Node drops the authorization where a redirect leads to another host.
    const response = await fetch(url, {
      ...sent,
      headers: { accept: "application/json, */*;q=0.5", ...sent.headers, ...headers },
      signal: abort.signal,
    });
    answered = true;
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), timeoutMs);
    const { status } = response;
    if (status === 404) return { status: "missing" };
    if (status === 401 || status === 403) {
      const reason = `${host} wants other credentials (${status}).`;
      return { status: "unreachable", reason, host: false, refused: true };
    }
    if (!response.ok) return { status: "unreachable", reason: `${host} answered ${status}.`, host: false };
    return { status: "found", document: await read(response) };
  } catch (error) {
    const reason = abort.signal.aborted ? "did not answer in time" : `cannot be reached (${wordOf(error)})`;
    return { status: "unreachable", reason: `${host} ${reason}.`, host: !answered };
  } finally {
    clearTimeout(timer);
  }
}

/** A word that the system has for it; a message may repeat what was sent. */
function wordOf(error: unknown): string {
  if (error instanceof SyntaxError) return "no JSON";
  if (error instanceof RangeError) return error.message;
  const cause = error instanceof Error ? error.cause : undefined;
  return isCoded(cause) ? cause.code : "no connection";
}

const isCoded = (value: unknown): value is { readonly code: string } =>
  typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";

async function bytesOf(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new RangeError("more than 256 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
