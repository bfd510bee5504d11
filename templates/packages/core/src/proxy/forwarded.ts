/** Headers by which a proxy speaks for its client: RFC 7239 and the de-facto ones. */
export const forwardedHeaders = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-real-ip",
] as const;
