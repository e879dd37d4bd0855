import type { Event } from "./event.ts";
import { EVENT_CSV_HEADER, eventCsvLine } from "./event_csv.ts";

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;
export type ExportFormat = typeof EXPORT_FORMATS[number];

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
};

const encoder = new TextEncoder();

function batchText(events: Event[], format: ExportFormat): string {
  if (format === "csv") return events.map(eventCsvLine).join("");
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

async function* encode(
  first: IteratorResult<Event[]>,
  rest: AsyncIterator<Event[]>,
  format: ExportFormat,
): AsyncGenerator<Uint8Array> {
  try {
    if (format === "csv") yield encoder.encode(EVENT_CSV_HEADER);
    for (let batch = first; !batch.done; batch = await rest.next()) {
      yield encoder.encode(batchText(batch.value, format));
    }
  } finally {
    // Also when the reader went away in the middle: the store may hold a cursor open.
    await rest.return?.();
  }
}

/**
 * Batches of events as a file to download. A batch is read when the client has taken the one
 * before, so that memory does not depend on the number of events. The first one is read before the
 * answer begins, as a failure can be told by the status only until then; a later one breaks the
 * connection off, so that half a file never looks whole.
 * @throws what the first batch throws
 */
export async function exportResponse(
  batches: AsyncIterable<Event[]>,
  format: ExportFormat,
  nowMs = Date.now(),
): Promise<Response> {
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next();
  const date = new Date(nowMs).toISOString().slice(0, 10);
  return new Response(ReadableStream.from(encode(first, iterator, format)), {
    headers: {
      "content-type": CONTENT_TYPES[format],
      "content-disposition": `attachment; filename="vigia-events-${date}.${format}"`,
      "cache-control": "no-store",
    },
  });
}
