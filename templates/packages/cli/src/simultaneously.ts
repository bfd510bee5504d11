/** Lets no more than so many of its tasks run at a time. */
export function simultaneously(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // whoever waits takes over the place
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
