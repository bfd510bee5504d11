import type { FinalRoute } from "../app/route-table.ts";

export interface ContractIssue {
  readonly level: "error" | "warning";
  /** `GET /books/:id` */
  readonly route: string;
  readonly message: string;
}

export function nameOf(entry: FinalRoute): string {
  return `${entry.route.method} ${entry.path}`;
}
