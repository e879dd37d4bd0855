import { Buffer } from "node:buffer";
import type { Collection } from "../../store/collections.ts";
import type { Store } from "../../store/store.ts";
import { IMPORT_CHUNKS } from "./import_record.ts";

/** Bytes of one chunk; documents of MongoDB end at 16 MB. */
const CHUNK_BYTES = 768 * 1024;

/** Keeps the bytes of tables until their rows are stored. */
export class ImportFiles {
  readonly #chunks: Collection<{ importId: string; base64: string }>;

  constructor(store: Store) {
    this.#chunks = store.collection(IMPORT_CHUNKS);
  }

  /** @returns how many chunks there are. */
  async write(importId: string, bytes: Uint8Array): Promise<number> {
    let count = 0;
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const base64 = Buffer.from(bytes.subarray(at, at + CHUNK_BYTES)).toString("base64");
      await this.#chunks.insert({ id: `${importId}-${count}`, importId, base64 });
      count++;
    }
    return count;
  }

  /** @throws when a chunk is missing. */
  async read(importId: string, count: number): Promise<Uint8Array> {
    const parts: Buffer[] = [];
    for (let index = 0; index < count; index++) {
      const chunk = await this.#chunks.get(`${importId}-${index}`);
      if (chunk === null) throw new Error(`Chunk ${index} of import ${importId} is missing`);
      parts.push(Buffer.from(chunk.base64, "base64"));
    }
    return Buffer.concat(parts);
  }

  async remove(importId: string): Promise<void> {
    await this.#chunks.deleteWhere({ importId });
  }
}
