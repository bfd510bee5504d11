import type { Book, BookList, Page } from "./book.ts";

/** Where books live. Asynchronous, so that a database can take the place of the memory. */
export interface BookStore {
  list(page: Page): Promise<BookList>;
  find(id: string): Promise<Book | undefined>;
  /** Adds a book, unless its ISBN is there already or the store holds as many as it may. */
  add(book: Book, owner?: string): Promise<"added" | "isbn-taken" | "full">;
  /** Who added a book: the subject of the token. `undefined` when nobody knows. */
  ownerOf(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
}

/** Keeps books in memory, for one process, up to a capacity: what clients can fill must have an end. */
export class MemoryBookStore implements BookStore {
  readonly #books = new Map<string, Book>();
  readonly #isbns = new Set<string>();
  readonly #owners = new Map<string, string>();
  readonly #capacity: number;

  constructor(books: readonly Book[] = [], capacity = 10_000) {
    this.#capacity = capacity;
    for (const book of books) this.#put(book);
  }

  async list({ limit, offset }: Page): Promise<BookList> {
    return { items: [...this.#books.values()].slice(offset, offset + limit), total: this.#books.size };
  }

  async find(id: string): Promise<Book | undefined> {
    return this.#books.get(id);
  }

  async add(book: Book, owner?: string): Promise<"added" | "isbn-taken" | "full"> {
    if (book.isbn !== undefined && this.#isbns.has(book.isbn)) return "isbn-taken";
    if (this.#books.size >= this.#capacity) return "full";
    this.#put(book);
    if (owner !== undefined) this.#owners.set(book.id, owner);
    return "added";
  }

  async ownerOf(id: string): Promise<string | undefined> {
    return this.#owners.get(id);
  }

  async remove(id: string): Promise<void> {
    const isbn = this.#books.get(id)?.isbn;
    if (isbn !== undefined) this.#isbns.delete(isbn);
    this.#books.delete(id);
    this.#owners.delete(id);
  }

  #put(book: Book): void {
    this.#books.set(book.id, book);
    if (book.isbn !== undefined) this.#isbns.add(book.isbn);
  }
}
