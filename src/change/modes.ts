/**
 * The three-way merge of POSIX modes. Only the executable bit is one: the others come from the umask of whoever checked
 * the project out.
 *
 * @param current Undefined where the system has no modes (Windows).
 */
export function mergedMode(base: number | undefined, current: number | undefined, next: number): number {
  if (current === undefined) return next;
  const userChanged = base !== undefined && isExecutable(base) !== isExecutable(current);
  if (userChanged || isExecutable(current) === isExecutable(next)) return current;
  return isExecutable(next) ? current | 0o111 : current & ~0o111;
}

export function isExecutable(mode: number): boolean {
  return (mode & 0o100) !== 0;
}
