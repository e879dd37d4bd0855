import { type ClientSession, type Collection, Long } from "mongodb";
import type { EventNote } from "../events.ts";
import { documentOf, type EventDocument, sequencedEventOf } from "./event_document.ts";
import { LostRaceError } from "./lost_races.ts";

/**
 * Sets a field of the metadata of events inside a transaction; returns how many are there.
 * @throws LostRaceError when one of them changed meanwhile.
 */
export async function annotateEvents(
  events: Collection<EventDocument>,
  field: string,
  notes: readonly EventNote[],
  session: ClientSession,
): Promise<number> {
  const values = new Map(notes.map(({ seq, value }) => [seq, value]));
  const seqs = [...values.keys()].map((seq) => Long.fromNumber(seq));
  const documents = await events
    .find({ seq: { $in: seqs } }, { session, projection: { search: 0 } }).toArray();
  if (documents.length === 0) return 0;
  const replacements = documents.map((document) => {
    const { version } = document;
    const event = sequencedEventOf(document);
    const metadata = { ...event.metadata, [field]: values.get(event.seq)! };
    const { _id, ...replacement } = documentOf({ ...event, metadata }, event.seq, version + 1);
    return { replaceOne: { filter: { _id, version }, replacement } };
  });
  const { matchedCount } = await events.bulkWrite(replacements, { session, ordered: false });
  if (matchedCount !== documents.length) throw new LostRaceError("annotated events");
  return matchedCount;
}
