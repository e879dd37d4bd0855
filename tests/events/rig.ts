import { join } from "node:path";
import { App } from "fresh";
import { Registry } from "prom-client";
import { Analytics } from "@/lib/analytics/analytics.ts";
import type { Permission, Principal } from "@/lib/auth/permissions.ts";
import type { State } from "@/lib/define.ts";
import type { SequencedEvent } from "@/lib/events/event.ts";
import { EventService } from "@/lib/events/event_service.ts";
import { Ingest } from "@/lib/events/ingest.ts";
import { WebhookVerifier } from "@/lib/events/standard_webhooks.ts";
import { toProblem } from "@/lib/http/known_errors.ts";
import { silentLogger } from "@/lib/logging/logger.ts";
import { Inbox } from "@/lib/queue/inbox.ts";
import { JobQueue } from "@/lib/queue/job_queue.ts";
import type { AppendResult } from "@/lib/store/events.ts";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import type { Store } from "@/lib/store/store.ts";
import * as explorer from "@/routes/(pages)/events/index.tsx";
import * as breakdown from "@/routes/api/v1/analytics/breakdown.ts";
import * as summary from "@/routes/api/v1/analytics/summary.ts";
import * as timeseries from "@/routes/api/v1/analytics/timeseries.ts";
import * as eventById from "@/routes/api/v1/events/[id].ts";
import * as eventExport from "@/routes/api/v1/events/export.ts";
import * as events from "@/routes/api/v1/events/index.ts";
import * as userEvents from "@/routes/api/v1/users/[userId]/events.ts";
import * as shortWebhook from "@/routes/event.ts";
import * as webhook from "@/routes/webhook/event.ts";

export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const ROUTES = {
  "/events": explorer,
  "/webhook/event": webhook,
  "/event": shortWebhook,
  "/api/v1/events": events,
  "/api/v1/events/export": eventExport,
  "/api/v1/events/:id": eventById,
  "/api/v1/users/:userId/events": userEvents,
  "/api/v1/analytics/summary": summary,
  "/api/v1/analytics/timeseries": timeseries,
  "/api/v1/analytics/breakdown": breakdown,
};

/** The routes of events and analytics over a real store, inbox and queue in a folder of their own. */
export class EventsRig implements AsyncDisposable {
  /** Who calls; `null` for nobody. */
  principal: Principal | null = apiKey(["events:read", "events:write", "events:delete"]);
  readonly announced: SequencedEvent[] = [];
  changes = 0;
  /** Answers that nobody planned for. */
  readonly unexpected: unknown[] = [];
  readonly store: Store;
  readonly ingest: Ingest;
  readonly #folder: string;
  readonly #jobs: JobQueue;
  readonly #inbox: Inbox;
  readonly #handle: (request: Request) => Promise<Response>;

  static async open(): Promise<EventsRig> {
    const folder = await Deno.makeTempDir({ prefix: "vigia_events_" });
    const logger = silentLogger;
    const store = await openSqliteStore({ path: join(folder, "vigia.db"), logger });
    const jobs = await JobQueue.open({ path: join(folder, "queue.kv"), logger });
    const announce: { to?: Ingest } = {};
    const onStored = (result: AppendResult) => announce.to?.announce(result);
    const inbox = await Inbox.open({ jobs, store: store.events, logger, onStored });
    const rig = new EventsRig(folder, store, jobs, inbox);
    announce.to = rig.ingest;
    return rig;
  }

  private constructor(folder: string, store: Store, jobs: JobQueue, inbox: Inbox) {
    this.store = store;
    this.#folder = folder;
    this.#jobs = jobs;
    this.#inbox = inbox;
    this.ingest = new Ingest({
      store: store.events,
      inbox,
      webhooks: new WebhookVerifier([{ source: "webhook", secret: WEBHOOK_SECRET }]),
      onStored: (stored) => this.announced.push(...stored),
      registry: new Registry(),
      logger: silentLogger,
    });
    const services = {
      store,
      ingest: this.ingest,
      analytics: new Analytics(store.events),
      events: new EventService({
        store: store.events,
        ingest: this.ingest,
        onChanged: () => this.changes++,
      }),
    };
    const app = new App<State>().use(async (ctx) => {
      Object.assign(ctx.state, { services, principal: this.principal });
      try {
        return await ctx.next();
      } catch (error) {
        const { problem, isUnexpected } = toProblem(error);
        if (isUnexpected) this.unexpected.push(error);
        return problem.toResponse();
      }
    });
    for (const [path, route] of Object.entries(ROUTES)) {
      app.route(path, { handler: route.handler });
    }
    this.#handle = app.handler();
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#handle(new Request(`http://localhost${path}`, init));
  }

  /** Posts text, or anything else as JSON. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const text = typeof body === "string" || body instanceof Uint8Array;
    return this.request(path, {
      method: "POST",
      body: text ? body as BodyInit : JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  }

  async getJson<T>(path: string): Promise<T> {
    const response = await this.request(path);
    if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
    return await response.json();
  }

  /** Begins to move what is in the inbox into the store. */
  startInbox(): void {
    this.#inbox.start();
  }

  stored(): Promise<number> {
    return this.store.events.count();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ingest.drain();
    await this.#inbox.stop();
    await this.#jobs.stop();
    await this.store.close();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** A caller with an API key of these scopes. */
export function apiKey(scopes: readonly Permission[]): Principal {
  return {
    kind: "api-key",
    id: "key1",
    name: "shop",
    userId: "owner",
    permissions: new Set(scopes),
  };
}
