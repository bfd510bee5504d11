import type { RequestPlan } from "./request-plan.ts";

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly mediaType: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Why the body is not whole: it was longer than the page keeps, or it was stopped or broke off. */
  readonly cut: "size" | "stopped" | undefined;
  readonly milliseconds: number;
}

const largestBody = 1_048_576;

/** What `fetch` sends only for itself: a page may not set them (Fetch §2.2.2). */
export function isOutOfReach(header: string): boolean {
  return /^(?:cookie|host|origin|referer|content-length|connection|date|te|trailer|upgrade|via|keep-alive|expect)$|^(?:proxy|sec)-/i.test(
    header,
  );
}

/**
 * Sends the request and reads at most 1 MiB of the answer.
 *
 * @param onProgress called with what has arrived, for answers that take their time
 * @throws what `fetch` throws: a TypeError when no answer could be had, an AbortError when stopped before one
 */
export async function send(
  plan: RequestPlan,
  signal: AbortSignal,
  onProgress: (answer: Answer) => void,
): Promise<Answer> {
  const started = performance.now();
  const headers = new Headers();
  for (const [name, value] of plan.headers) if (!isOutOfReach(name)) headers.append(name, value);
  const response = await fetch(plan.url, {
    method: plan.method,
    headers,
    body: plan.body ?? null,
    signal,
    cache: "no-store",
    referrerPolicy: "no-referrer",
  });
  const answerWith = (body: Uint8Array<ArrayBuffer>, cut: Answer["cut"]): Answer => ({
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    mediaType: (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
    body,
    cut,
    milliseconds: performance.now() - started,
  });

  let body = new Uint8Array();
  const reader = response.body?.getReader();
  if (!reader) return answerWith(body, undefined);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      body = joined(body, part.value);
      if (body.length > largestBody) {
        await reader.cancel();
        return answerWith(body.slice(0, largestBody), "size");
      }
      onProgress(answerWith(body, undefined));
    }
  } catch {
    return answerWith(body, "stopped");
  }
  return answerWith(body, undefined);
}

function joined(a: Uint8Array<ArrayBuffer>, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
