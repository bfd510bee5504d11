import * as z from "zod";

export const CoverRequest = z
  .object({ url: z.url({ protocol: /^https?$/ }).max(2048) })
  .meta({ id: "CoverRequest" });

/** What was found behind the URL. */
export const Cover = z
  .object({
    contentType: z.string(),
    bytes: z.int(),
    /** Of the image, in hexadecimal. */
    sha256: z.string(),
  })
  .meta({ id: "Cover" });
export type Cover = z.infer<typeof Cover>;

/** Without SVG, which is a document that can carry scripts. */
export const imageTypes: ReadonlySet<string> = new Set([
  "image/avif",
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/webp",
]);
