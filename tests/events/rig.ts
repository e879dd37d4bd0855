import type { Permission } from "@/lib/auth/permissions.ts";
import type { Event } from "@/lib/events/event.ts";
import type { Ingest } from "@/lib/events/ingest.ts";
import { startServices } from "@/lib/services.ts";
import type { Store } from "@/lib/store/store.ts";
import { openTestApp, type TestApp } from "@/tests/http/app_fixture.ts";

export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** The whole application, called with an API key named `shop`. */
export class EventsRig implements AsyncDisposable {
  /** Key that is sent; `null` for none. */
  key: string | null = null;
  readonly #app: TestApp;
  readonly #adminToken: string;
  readonly #announced: Event[] = [];

  static async open(): Promise<EventsRig> {
    const app = await openTestApp({ environment: { WEBHOOK_SECRET } });
    const { accessToken } = await app.signIn("ADMIN");
    const rig = new EventsRig(app, accessToken);
    rig.key = await rig.makeKey(["events:read", "events:write", "events:delete", "analytics:read"]);
    return rig;
  }

  private constructor(app: TestApp, adminToken: string) {
    this.#app = app;
    this.#adminToken = adminToken;
    const subscription = app.services.hub.subscribe({
      bufferedAmount: 0,
      sendMessage: (text) => this.#announced.push(...JSON.parse(text).data),
      sendGap: () => {},
      endSlow: () => {},
    });
    subscription.topics = new Set(["events"]);
  }

  get store(): Store {
    return this.#app.services.store;
  }

  get ingest(): Ingest {
    return this.#app.services.ingest;
  }

  /** Every event that went out live. */
  get announced(): Event[] {
    this.#app.services.hub.flush();
    return this.#announced;
  }

  /** Log lines of failures that nobody planned for. */
  get failures(): string[] {
    return this.#app.logLines.filter((line) => JSON.parse(line).level === "error");
  }

  async makeKey(scopes: readonly Permission[]): Promise<string> {
    const answer = await this.#app.post(
      "/api/v1/api-keys",
      { name: "shop", scopes },
      this.#adminToken,
    );
    if (answer.status !== 201) throw new Error(await answer.text());
    return (await answer.json()).key;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.key !== null) headers.set("authorization", `Bearer ${this.key}`);
    return this.#app.fetch(path, { ...init, headers });
  }

  /** Posts text or bytes as they are, anything else as JSON. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    return this.request(path, {
      method: "POST",
      body: isRaw ? body as BodyInit : JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  }

  async getJson<T>(path: string): Promise<T> {
    const response = await this.request(path);
    if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
    return await response.json();
  }

  /** Number of stored events. */
  stored(): Promise<number> {
    return this.store.events.count();
  }

  /** Begins to move what is in the inbox into the store. */
  async startWork(): Promise<void> {
    await startServices(this.#app.services);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app.close();
  }
}
