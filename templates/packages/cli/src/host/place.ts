/** Where a host listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}
