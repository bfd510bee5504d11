import { CreateError } from "../errors.ts";

/** Bytes that an overlay may have, packed or not. */
export const maxOverlayBytes = 32 * 1024 * 1024;

/** An overlay that cannot be taken, and why. */
export function overlayError(text: string, why: string): CreateError {
  return new CreateError("overlay-invalid", `The overlay ${text} cannot be used: ${why}.`, {
    fix: "Mend the overlay, or name another one.",
  });
}
