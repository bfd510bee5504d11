/** Bytes. */
export interface Size {
  readonly minified: number;
  readonly gzip: number;
}

export function weigh(
  input: string,
  resolve?: { alias?: Record<string, string> },
): Promise<{ readonly entry: Size; readonly withSchemas: Size; readonly whole: Size }>;
