let lastTime = 0;
let counter = 0;

/** A UUID of version 7 (RFC 9562): sorts by time, and within this process by order of calls. */
export function uuidV7(now: number = Date.now()): string {
  if (now > lastTime) {
    lastTime = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastTime++;
    counter = 0;
  }
  const time = lastTime.toString(16).padStart(12, "0");
  const random = crypto.randomUUID();
  const sequence = counter.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${random.slice(19)}`;
}
