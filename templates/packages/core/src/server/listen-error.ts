/** The two ways in which a port is commonly not to be had, with their mends; any other error as it is. */
export function listenError(error: unknown, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const why =
    code === "EADDRINUSE"
      ? `Port ${port} is taken by another program. Stop that one, or serve on another port.`
      : code === "EACCES"
        ? `This user may not listen on port ${port}. Take one above 1023.`
        : undefined;
  return why === undefined ? error : Object.assign(new Error(why, { cause: error }), { code });
}
