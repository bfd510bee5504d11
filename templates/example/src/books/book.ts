import * as z from "zod";

const isbn = z
  .string()
  .regex(/^97[89]\d{10}$/, "must be 13 digits that begin with 978 or 979")
  .refine(hasCheckDigit, "must end with its check digit");

/** What a client sends to create a book. */
export const NewBook = z
  .object({
    title: z.string().trim().min(1).max(200),
    author: z.string().trim().min(1).max(200),
    /** ISBN-13 (ISO 2108), without hyphens. Old books have none. */
    isbn: isbn.optional(),
  })
  .meta({ id: "NewBook" });

export const Book = z.object({ id: z.uuid(), ...NewBook.shape }).meta({ id: "Book" });
export type Book = z.infer<typeof Book>;

/** Which part of the list to show. */
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
export type Page = z.infer<typeof Page>;

export const BookList = z.object({ items: z.array(Book), total: z.int() }).meta({ id: "BookList" });
export type BookList = z.infer<typeof BookList>;

/** The digits, weighted 1, 3, 1, 3, …, add up to a multiple of ten. */
function hasCheckDigit(text: string): boolean {
  const sum = [...text].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
