import { Link } from "./Link.tsx";

export interface PagerProps {
  /** Address of the list without a query. */
  path: string;
  /** The query of the page that is shown. */
  query: URLSearchParams;
  /** Cursor of what follows. */
  next: string | null;
  texts: { pages: string; newest: string; older: string };
}

/** Leads to older entries of a list and back to its beginning; nothing where there is one page. */
export function Pager({ path, query, next, texts }: PagerProps) {
  const isLater = query.has("cursor");
  if (!isLater && next === null) return null;
  const first = new URLSearchParams(query);
  first.delete("cursor");
  const older = new URLSearchParams(first);
  if (next !== null) older.set("cursor", next);
  return (
    <nav class="pager" aria-label={texts.pages}>
      {isLater ? <Link class="button" href={`${path}?${first}`}>{texts.newest}</Link> : <span />}
      {next !== null && <Link class="button" href={`${path}?${older}`}>{texts.older}</Link>}
    </nav>
  );
}
