import type { Collection, Stored, Where } from "../../store/collections.ts";

const PAGE = 500;

/** All documents that match, oldest first; for what is bounded by its nature. */
export async function everyPage<T>(
  collection: Collection<T>,
  where: Where<T>,
): Promise<Stored<T>[]> {
  const all: Stored<T>[] = [];
  let cursor: string | undefined;
  do {
    const page = await collection.find({ where, order: "asc", limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}
