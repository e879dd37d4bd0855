import type { Collection, Stored, Where } from "../store/collections.ts";

const PAGE = 500;

/** Every document that matches, oldest first; for sets that are small by nature. */
export async function allOf<T>(collection: Collection<T>, where: Where<T>): Promise<Stored<T>[]> {
  const all: Stored<T>[] = [];
  let cursor: string | undefined;
  do {
    const page = await collection.find({ where, order: "asc", limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}
