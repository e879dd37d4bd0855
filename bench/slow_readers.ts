import { join } from "node:path";
import { Delays } from "./delays.ts";
import { ConnectionPool, postRequest } from "./http_connection.ts";
import { openSilentSocket, openSocket } from "./live_sockets.ts";
import { fixed, type Measure, measure, whole } from "./measure.ts";
import { createKey, startVigia, withFolder } from "./processes.ts";

const SOCKETS = 500;
const EVENTS = 20_000;
const WARM_UP_EVENTS = 5_000;
const AT_ONCE = 20;
/** With the rest of an event about 2 KB. */
const NOTE = "x".repeat(1_700);
const MEBIBYTE = 1024 * 1024;

/** Memory of the server while sockets that never read are sent 20,000 events of about 2 KB. */
export async function measureSlowReaders(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const vigia = await startVigia(join(folder, "data"));
    const token = await createKey(vigia.port);
    const pool = new ConnectionPool(vigia.port);
    const delays = new Delays("slow");
    const send = async (name: string, count: number) => {
      for (let first = 0; first < count; first += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => {
          const id = `${name}-${first + n}`;
          const event = { id, userId: "ana", type: "login", metadata: { note: NOTE } };
          const request = postRequest("/webhook/event", token, JSON.stringify(event));
          if (name === "slow") delays.send(id);
          return pool.send(request);
        }));
      }
    };
    const healthy = await openSocket(vigia.port, token, (text) => delays.see(text));
    // Heap and caches reach their working size first; what is looked for is what slow readers add.
    await send("warm", WARM_UP_EVENTS);
    const before = vigia.residentBytes();
    const silent: Deno.Conn[] = [];
    for (let n = 0; n < SOCKETS; n++) silent.push(await openSilentSocket(vigia.port, token));
    let peak = 0;
    const watch = setInterval(() => peak = Math.max(peak, vigia.residentBytes()), 100);
    await send("slow", EVENTS);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    clearInterval(watch);
    for (const connection of silent) connection.close();
    healthy.close();
    pool.close();
    await vigia.stop();
    const growth = (peak - before) / MEBIBYTE;
    const p99 = delays.percentile(0.99);
    return [
      measure(
        `${SOCKETS} sockets that never read, ${whole(EVENTS)} events of 2 KB`,
        `+${fixed(growth)} MiB at the peak`,
        "< 128 MiB",
        growth < 128,
      ),
      measure(
        "a healthy reader meanwhile",
        `p99 ${fixed(p99)} ms (${whole(delays.seen)} of ${whole(delays.sent)} events)`,
        "p99 < 250 ms",
        p99 < 250 && delays.seen === EVENTS,
      ),
    ];
  });
}
