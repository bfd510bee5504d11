import type { Book } from "./book.ts";

/** The books that are there after every start. */
export const seedBooks: readonly Book[] = [
  {
    id: "3f0c5b1e-8a52-4c55-9b2f-6f7c1f0a2d11",
    title: "Security Engineering",
    author: "Ross Anderson",
    isbn: "9781119642787",
  },
  {
    id: "b7a4de90-2f3d-4f7e-8a6b-0c9b5e1d4a22",
    title: "Designing Data-Intensive Applications",
    author: "Martin Kleppmann",
    isbn: "9781449373320",
  },
  {
    id: "5c1e7f28-64ab-4d0a-b1c3-92d8a7e6f533",
    title: "Notes on the Analytical Engine",
    author: "Ada Lovelace",
  },
];
