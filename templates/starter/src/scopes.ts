/** What tokens of this API may do. */
export const scopes = { read: ["echo:read"], write: ["echo:read", "echo:write"] } as const;
