/** Node, Bun and Deno alike name a taken port so. */
export const namesTakenPort = (text: string): boolean => /EADDRINUSE|AddrInUse/.test(text);
