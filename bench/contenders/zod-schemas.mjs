import { z } from "zod";
import { rules } from "../contract.mjs";

const fields = {
  title: z.string().min(rules.title.minLength).max(rules.title.maxLength),
  author: z.string().min(rules.author.minLength).max(rules.author.maxLength),
  year: z.int().min(rules.year.minimum).max(rules.year.maximum),
  isbn: z.string().regex(new RegExp(rules.isbn.pattern)),
};

export const NewBook = z.strictObject(fields);
export const Book = z.strictObject({ id: z.string(), ...fields });
