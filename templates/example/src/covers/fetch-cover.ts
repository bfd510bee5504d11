import { type GuardedFetch, HttpError, type Logger, SsrfBlockedError, ValidationError } from "@daloyjs/core";
import { type Cover, imageTypes } from "./cover.ts";

/**
 * Fetches an image and says what it is. What stands in the way goes to the log: told to the caller, it would map the
 * network that this server sees.
 *
 * @throws ValidationError 422 when the URL is refused, or leads to no image
 * @throws HttpError 502 when it cannot be fetched
 */
export async function fetchCover(
  url: string,
  { fetchImage, signal, log }: { fetchImage: GuardedFetch; signal: AbortSignal; log: Logger },
): Promise<Cover> {
  try {
    const response = await fetchImage(url, { signal, headers: { accept: [...imageTypes].join(", ") } });
    const contentType = mediaType(response);
    if (!response.ok || !imageTypes.has(contentType)) {
      await response.body?.cancel();
      throw refused("leads to no image");
    }
    const image = await response.arrayBuffer();
    return { contentType, bytes: image.byteLength, sha256: await sha256(image) };
  } catch (error) {
    if (error instanceof HttpError) throw error;
    log.warn({ err: error }, "A cover was not fetched");
    throw error instanceof SsrfBlockedError
      ? refused("must lead to a public http or https address")
      : new HttpError(502, { title: "Bad Gateway" });
  }
}

function refused(message: string): ValidationError {
  return new ValidationError({
    detail: "The cover cannot be fetched.",
    errors: [{ path: "/body/url", message }],
  });
}

/** `image/png` of `Image/PNG; q=1` */
function mediaType(response: Response): string {
  return (response.headers.get("content-type") ?? "").replace(/;.*/s, "").trim().toLowerCase();
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
