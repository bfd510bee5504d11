/** What the process says when it ends. */
export const ExitCode = { holds: 0, toolFailed: 1, usage: 2, found: 4, cancelled: 130 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
