import type { Store } from "../../store/store.ts";
import { BUCKET_MS, type Series, seriesKey } from "./series.ts";
import { SeriesStates } from "./series_states.ts";

/**
 * What is usual of a series in each bucket of a period, by what was learned until now; `null` while
 * it is still learned.
 */
export async function readExpectedBand(
  store: Store,
  series: Series,
  from: number,
  to: number,
): Promise<{ low: number; high: number }[] | null> {
  const watched = await new SeriesStates(store).one(seriesKey(series));
  if (watched === null || watched.overview(to).learning) return null;
  const band: { low: number; high: number }[] = [];
  for (let t = from; t < to; t += BUCKET_MS) {
    const { low, high } = watched.overview(t);
    band.push({ low, high });
  }
  return band;
}
