import * as z from "zod";

const Principal = z.object({ sub: z.string().min(1) });

/** Who calls, by the principal that authentication found. Not every token has a subject. */
export function subjectOf(user: unknown): string | undefined {
  return Principal.safeParse(user).data?.sub;
}
