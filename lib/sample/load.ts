import type { EventStore } from "../store/events.ts";
import { type HistoryOptions, sampleHistory } from "./history.ts";

/**
 * Stores a synthetic history. Loading the same one again adds nothing, since its ids are the same.
 * @returns how many events were new.
 */
export async function loadSample(
  events: Pick<EventStore, "append">,
  options: HistoryOptions,
  onProgress: (done: number) => void = () => {},
): Promise<number> {
  let done = 0;
  let inserted = 0;
  for (const batch of sampleHistory(options)) {
    const result = await events.append(batch);
    inserted += result.inserted.length;
    done += batch.length;
    onProgress(done);
  }
  return inserted;
}
