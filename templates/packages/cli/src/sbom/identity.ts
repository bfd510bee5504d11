import { createHash } from "node:crypto";
import type { Bill } from "./bill.ts";

/** A UUID that is the same for the same bill, and for no other (RFC 9562, version 8). */
export function uuidOf(bill: Bill): string {
  const hex = createHash("sha256").update(JSON.stringify(bill)).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
