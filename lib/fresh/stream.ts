/** What a streamed response is made of. */
export type StreamChunk = string | Uint8Array<ArrayBuffer>;

const ENCODER = new TextEncoder();

/**
 * A byte stream of an iterable's chunks. It pulls as the client reads; when the client leaves,
 * the iterator's `return` runs, so that a generator's `finally` cleans up.
 */
export function iterableToStream(
  iterable: Iterable<StreamChunk> | AsyncIterable<StreamChunk>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = Symbol.asyncIterator in iterable
    ? iterable[Symbol.asyncIterator]()
    : iterable[Symbol.iterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? ENCODER.encode(value) : value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
