/** @returns once every connection has ended */
export function besiege(
  port: number,
  connections: number,
  everyMs: number,
): Promise<{ readonly left: number; readonly statuses: Readonly<Record<string, number>> }>;
