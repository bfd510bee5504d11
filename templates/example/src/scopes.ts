/** What tokens of this API may do. */
export const scopes = { read: ["books:read"], write: ["books:read", "books:write"] } as const;
