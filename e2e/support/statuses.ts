import type { Server } from "./processes.ts";

/** Asks for the books so many times at once. @returns The status of each answer */
export async function statuses({ origin }: Server, count: number): Promise<number[]> {
  const ask = async () => {
    const response = await fetch(`${origin}/books`);
    await response.arrayBuffer();
    return response.status;
  };
  return Promise.all(Array.from({ length: count }, ask));
}

export const counted = (answers: readonly number[], status: number): number =>
  answers.filter((each) => each === status).length;
