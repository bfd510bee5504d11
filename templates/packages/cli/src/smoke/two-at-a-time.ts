/** Runs the tasks in their order, two at a time; the first that fails ends the waiting. */
export async function twoAtATime(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...tasks];
  async function lane(): Promise<void> {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await task();
  }
  await Promise.all([lane(), lane()]);
}
