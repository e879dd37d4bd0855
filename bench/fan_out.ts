import { Delays } from "./delays.ts";
import { ConnectionPool, postRequest } from "./http_connection.ts";
import { openSocket } from "./live_sockets.ts";
import { fixed, type Measure, measure, whole } from "./measure.ts";
import { createKey, startVigia, withFolder } from "./processes.ts";

const SOCKETS = 100;
const EVENTS_PER_SECOND = 500;
const SECONDS = 8;
const WARM_UP_SECONDS = 2;

/** Time from the begin of a webhook's POST to each socket's frame, at a steady rate. */
export async function measureFanOut(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const vigia = await startVigia(folder);
    const token = await createKey(vigia.port);
    const delays = new Delays("fan");
    const sockets = await Promise.all(
      Array.from(
        { length: SOCKETS },
        () => openSocket(vigia.port, token, (text) => delays.see(text)),
      ),
    );
    const pool = new ConnectionPool(vigia.port);
    const began = performance.now();
    const pending: Promise<void>[] = [];
    for (let n = 0; n < EVENTS_PER_SECOND * (WARM_UP_SECONDS + SECONDS); n++) {
      const wait = began + n * 1000 / EVENTS_PER_SECOND - performance.now();
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
      const id = `fan-${n}`;
      const event = { id, userId: "ana", type: "login", metadata: { region: "SP" } };
      const request = postRequest("/webhook/event", token, JSON.stringify(event));
      if (n >= EVENTS_PER_SECOND * WARM_UP_SECONDS) delays.send(id);
      pending.push(pool.send(request));
    }
    await Promise.all(pending);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const socket of sockets) socket.close();
    pool.close();
    await vigia.stop();
    const expected = delays.sent * SOCKETS;
    const p99 = delays.percentile(0.99);
    return [
      measure(
        `webhook to frame, ${EVENTS_PER_SECOND} events/s, ${SOCKETS} sockets`,
        `p50 ${fixed(delays.percentile(0.5))} ms, p99 ${fixed(p99)} ms ` +
          `(${whole(delays.seen)} of ${whole(expected)} deliveries)`,
        "p99 < 50 ms",
        p99 < 50 && delays.seen === expected,
      ),
    ];
  });
}
