/** One page of a list, as the API answers it. */
export interface Page<T> {
  items: T[];
  /** Opaque cursor of the following page, `null` on the last one. */
  next: string | null;
}

/** What part of a list is asked for. */
export interface PageRequest {
  /** 1–500. */
  limit: number;
  cursor?: string | undefined;
}

/** A cursor that this store did not make, or made for another list. Routes answer 422. */
export class UnknownCursorError extends Error {
  constructor() {
    super("The cursor is not one that this list returned; start again without it.");
    this.name = "UnknownCursorError";
  }
}
