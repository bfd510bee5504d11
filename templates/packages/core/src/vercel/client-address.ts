/**
 * The headers in which Vercel writes the client's address, whatever the client sent. The first is also right where another proxy
 * stands in front of Vercel and has rewritten the second.
 */
export const addressHeaders = ["x-vercel-forwarded-for", "x-real-ip"] as const;
