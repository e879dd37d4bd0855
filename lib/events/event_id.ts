/**
 * UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then a counter in the 12 bits
 * of `rand_a` (method 1 of section 6.2), then 62 random bits. Ids of one process sort in the order
 * in which they were made, so that indexes grow at their end.
 */

const POOL_BYTES = 4096;
const RANDOM_BYTES = 8;
const MAX_COUNTER = 0xfff;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

const pool = new Uint8Array(POOL_BYTES);
let poolOffset = POOL_BYTES;
let lastMs = 0;
let counter = 0;

/** A new event id, greater than all that this process made before. */
export function createEventId(nowMs = Date.now()): string {
  if (poolOffset === POOL_BYTES) {
    crypto.getRandomValues(pool);
    poolOffset = 0;
  }
  const at = poolOffset;
  poolOffset += RANDOM_BYTES;
  if (nowMs > lastMs) {
    lastMs = nowMs;
    // Starts in the lower half, so that thousands of ids of one millisecond fit.
    counter = (pool[at]! << 3) | (pool[at + 1]! & 0b111);
  } else if (counter === MAX_COUNTER) {
    // Rather run ahead of the clock than out of order.
    lastMs++;
    counter = 0;
  } else {
    counter++;
  }
  const time = lastMs.toString(16).padStart(12, "0");
  const variant = HEX[0x80 | (pool[at]! & 0x3f)]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, "0")}-` +
    `${variant}${HEX[pool[at + 1]!]}-` +
    `${HEX[pool[at + 2]!]}${HEX[pool[at + 3]!]}${HEX[pool[at + 4]!]}` +
    `${HEX[pool[at + 5]!]}${HEX[pool[at + 6]!]}${HEX[pool[at + 7]!]}`;
}
