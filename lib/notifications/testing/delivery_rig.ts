import { parseConfig } from "../../config.ts";
import { silentLogger } from "../../logging/logger.ts";
import { AddressGuard } from "../../outgoing/address_guard.ts";
import { OutgoingHttp } from "../../outgoing/outgoing_http.ts";
import type { Job } from "../../queue/job.ts";
import type { JobQueue } from "../../queue/job_queue.ts";
import type { JobHandler } from "../../queue/runner.ts";
import {
  eventually,
  type TemporaryQueues,
  withQueues,
} from "../../queue/testing/temporary_queues.ts";
import { openStore } from "../../store/open.ts";
import { ChannelBook } from "../channel_book.ts";
import { DeliveryLog } from "../delivery_log.ts";
import { DeliveryWorker } from "../delivery_worker.ts";
import { NoticeBook } from "../notice_book.ts";
import { SecretBox } from "../secret_box.ts";

export const SECRET = `whsec_${"A".repeat(32)}`;
const KEY = `${"A".repeat(43)}=`;

/** A request as it came in. */
export interface Received {
  id: string | null;
  path: string;
  headers: Headers;
  body: Record<string, unknown>;
  bytes: Uint8Array<ArrayBuffer>;
  at: number;
}

/** Real parts of delivery, and a receiver that answers what it is told. */
export interface DeliveryRig {
  channels: ChannelBook;
  log: DeliveryLog;
  notices: NoticeBook;
  worker: DeliveryWorker;
  received: Received[];
  url: string;
  /** What comes next, in order; then 200. */
  answers: Response[];
  queues: TemporaryQueues;
}

/** Runs a test with all of them, and clears away. */
export async function withReceiver(test: (setup: DeliveryRig) => Promise<void>): Promise<void> {
  await withQueues(async (queues) => {
    const received: Received[] = [];
    const answers: Response[] = [];
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const bytes = new Uint8Array(await request.arrayBuffer());
        const body = JSON.parse(new TextDecoder().decode(bytes));
        const { pathname: path } = new URL(request.url);
        const id = request.headers.get("webhook-id");
        received.push({ id, path, headers: request.headers, body, bytes, at: performance.now() });
        return answers.shift() ?? new Response("ok");
      },
    );
    const config = parseConfig({ DATA_DIR: queues.folder });
    const store = await openStore(config, silentLogger);
    try {
      const channels = new ChannelBook(store, new SecretBox([KEY]));
      const log = new DeliveryLog(store);
      const guard = new AddressGuard(["127.0.0.1"]);
      const notices = new NoticeBook({ store, onChanged() {} });
      const worker = new DeliveryWorker({
        channels,
        log,
        guard,
        notices,
        logger: silentLogger,
        http: new OutgoingHttp(guard),
        backoff: { baseMs: 20, factor: 2, capMs: 100 },
      });
      const url = `http://127.0.0.1:${server.addr.port}`;
      await test({ channels, log, notices, worker, received, url, answers, queues });
    } finally {
      await server.shutdown();
      await store.close();
    }
  });
}

/** An answer. */
export const status = (code: number, headers: Record<string, string> = {}) =>
  new Response("no", { status: code, headers });

/** What the worker does with a job of the queue. */
export function handlerOf(worker: DeliveryWorker): (payload: unknown, job: Job) => Promise<void> {
  let handler: JobHandler | undefined;
  worker.attach({ handle: (_kind, _options, given) => handler = given });
  return async (payload, job) => await handler!(payload, job);
}

/** A job as the queue gives it at first. */
export const aJob = (id: string, createdAt: number): Job => ({
  id,
  kind: "notification.deliver",
  attempt: 1,
  maxAttempts: 12,
  crashes: 0,
  createdAt: new Date(createdAt).toISOString(),
  lastError: null,
  signal: new AbortController().signal,
});

/** Resolves when no job waits or runs. */
export async function settled(jobs: JobQueue): Promise<void> {
  await eventually(async () => {
    const { pending, processing } = await jobs.stats();
    return pending + processing === 0;
  }, "the queue to be empty");
}
