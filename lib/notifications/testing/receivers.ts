import { WebhookVerifier } from "../../events/standard_webhooks.ts";
import type { SettingValue } from "../channel.ts";
import { MailServer } from "./mail_server.ts";

/** Kinds of channels that lead out of Vigia. */
export const RECEIVER_KINDS = ["smtp", "slack", "telegram", "whatsapp", "webhook"] as const;
export type ReceiverKind = typeof RECEIVER_KINDS[number];

const SECRET = `whsec_${"A".repeat(32)}`;
const TELEGRAM_PATH = "/bot123:abcdefghijkl/sendMessage";
const WHATSAPP_PATH = "/v26.0/12345/messages";

/** A message as it came in. */
export interface Received {
  kind: ReceiverKind;
  /** Id of the notification, where the kind carries one. */
  id: string | null;
  /** Such as `Firing: ErrorSpike`. */
  title: string;
  /** The body of a webhook, whose signature was right. */
  body: Record<string, unknown> | null;
}

/** Local stand-ins of everything that channels deliver to. They take messages, or let them wait. */
export class Receivers {
  /** What was answered as taken, oldest first. */
  readonly taken: Received[] = [];
  /** What came in and got no answer. */
  readonly unanswered: Received[] = [];
  /** While it is set, nothing that comes in is answered. */
  isSilent = false;
  #mail: MailServer | null = null;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #verifier = new WebhookVerifier([{ source: "vigia", secret: SECRET }]);
  readonly #closing = Promise.withResolvers<void>();

  private constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#takeRequest(request),
    );
  }

  /** All of them listen when it resolves. */
  static async open(): Promise<Receivers> {
    const receivers = new Receivers();
    receivers.#mail = await MailServer.open((mail) => receivers.#takeMail(mail));
    return receivers;
  }

  /** Settings of a channel that leads here. */
  settingsOf(kind: ReceiverKind): Record<string, SettingValue> {
    const url = `http://127.0.0.1:${this.#server.addr.port}`;
    switch (kind) {
      case "smtp":
        return {
          host: "127.0.0.1",
          port: this.#mail!.port,
          security: "none",
          from: "vigia@example.com",
          to: "ana@example.com",
        };
      case "slack":
        return { url: `${url}/slack` };
      case "telegram":
        return { token: "123:abcdefghijkl", chatId: "-42", baseUrl: url };
      case "whatsapp":
        return {
          token: "tok",
          phoneNumberId: "12345",
          to: "5511987654321",
          template: "alerta",
          baseUrl: `${url}/v26.0`,
        };
      case "webhook":
        return { url: `${url}/webhook`, secret: SECRET };
    }
  }

  /** Ends whatever still waits for an answer. */
  async close(): Promise<void> {
    this.#closing.resolve();
    await Promise.all([this.#mail!.close(), this.#server.shutdown()]);
  }

  async #takeMail(mail: string): Promise<string> {
    const id = /^Message-ID: <(.+)@vigia>/mi.exec(mail)?.[1] ?? null;
    const subject = /^Subject: ([^\r]*)/mi.exec(mail)?.[1] ?? "";
    return await this.#note({ kind: "smtp", id, title: titleIn(subject), body: null })
      ? "250 queued as 42"
      : "421 closing";
  }

  async #takeRequest(request: Request): Promise<Response> {
    const bytes = new Uint8Array(await request.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const kind = KIND_BY_PATH.get(new URL(request.url).pathname);
    if (kind === undefined) return new Response("no", { status: 404 });
    let id: string | null = null;
    let body: Record<string, unknown> | null = null;
    if (kind === "webhook") {
      const [timestamp, signature] = ["timestamp", "signature"].map((name) =>
        request.headers.get(`webhook-${name}`)
      );
      id = request.headers.get("webhook-id");
      try {
        await this.#verifier.verify(
          { id, timestamp: timestamp ?? null, signature: signature ?? null },
          bytes,
        );
      } catch {
        return new Response("wrong signature", { status: 401 });
      }
      body = JSON.parse(text);
    }
    const isTaken = await this.#note({ kind, id, title: titleIn(text), body });
    return isTaken ? answerOf(kind) : new Response("closing", { status: 503 });
  }

  /** Whether the message is taken; while silent, waits until the end. */
  async #note(received: Received): Promise<boolean> {
    if (!this.isSilent) {
      this.taken.push(received);
      return true;
    }
    this.unanswered.push(received);
    await this.#closing.promise;
    return false;
  }
}

const KIND_BY_PATH: ReadonlyMap<string, ReceiverKind> = new Map([
  ["/slack", "slack"],
  [TELEGRAM_PATH, "telegram"],
  [WHATSAPP_PATH, "whatsapp"],
  ["/webhook", "webhook"],
]);

const titleIn = (text: string) => /(?:Still firing|Firing|Resolved): \w+/.exec(text)?.[0] ?? text;

function answerOf(kind: ReceiverKind): Response {
  if (kind === "telegram") return Response.json({ ok: true, result: { message_id: 7 } });
  if (kind === "whatsapp") return Response.json({ messages: [{ id: "wamid.1" }] });
  return new Response("ok");
}
