const reported = new WeakSet<Error>();

/** Marks an error whose cause stands in the log already, in more words than its own. */
export function markReported<E extends Error>(error: E): E {
  reported.add(error);
  return error;
}

export function isReported(error: Error): boolean {
  return reported.has(error);
}
