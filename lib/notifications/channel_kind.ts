import { z } from "zod";
import type { AddressGuard } from "../outgoing/address_guard.ts";
import type { OutgoingHttp } from "../outgoing/outgoing_http.ts";
import { PermanentError } from "../queue/errors.ts";
import type { ChannelKindName, SettingValue } from "./channel.ts";
import { type Failure, failureText } from "./failure.ts";
import type { NoticeBook } from "./notice_book.ts";
import type { Message } from "./message_composer.ts";

/** What channels deliver with. */
export interface DeliveryDeps {
  http: OutgoingHttp;
  guard: AddressGuard;
  notices: Pick<NoticeBook, "add">;
  /** Epoch milliseconds. */
  now(): number;
  /** Id of the channel that delivers. */
  channelId: string;
  /** What earlier tries of the same message came to, at kinds that tell several recipients. */
  recipients: readonly RecipientResult[];
}

/** What one of several recipients answered; `later` may be tried again. */
export interface RecipientResult {
  recipient: string;
  state: "taken" | "later" | "refused";
  /** Such as `450 mailbox busy`. */
  answer: string;
}

/** What the other side said when it took a message: an id, or its answer. No secrets. */
export type Receipt = string;

/** Each channel's settings, secrets included; what `deliver` throws decides whether to try again. */
export interface ChannelKind<S extends Record<string, SettingValue | undefined>> {
  name: ChannelKindName;
  settings: z.ZodType<S>;
  /** Names of settings that are encrypted and never shown. */
  secrets: readonly (keyof S & string)[];
  /** Settings that say whom the secrets are shown to; a change of one asks for the secrets again. */
  destination: readonly (keyof S & string)[];
  /** Messages that may go at once, and then one per so many milliseconds. */
  rate: { burst: number; everyMs: number };
  /**
   * Resolves when the other side has taken the message.
   * @throws PermanentError trying again cannot help; ChannelGoneError: nor can another message.
   * @throws PartialDeliveryError some recipients did not take it.
   * @throws RetryAfterError the other side said when to come back; any other error backs off.
   */
  deliver(message: Message, settings: S, deps: DeliveryDeps): Promise<Receipt>;
}

/** A kind whose settings are its own business. */
export interface AnyChannelKind {
  name: ChannelKindName;
  secrets: readonly string[];
  destination: readonly string[];
  rate: { burst: number; everyMs: number };
  /** @throws z.ZodError */
  parse(settings: unknown): Record<string, SettingValue>;
  /** @throws what the kind's own `deliver` does. */
  deliver(message: Message, settings: unknown, deps: DeliveryDeps): Promise<Receipt>;
}

/** Hides the type of a kind's settings behind its schema, for the table of kinds. */
export function defineChannelKind<S extends Record<string, SettingValue | undefined>>(
  kind: ChannelKind<S>,
): AnyChannelKind {
  // So that faults are named as they stand in a request.
  const input = z.object({ settings: kind.settings });
  return {
    name: kind.name,
    secrets: kind.secrets,
    destination: kind.destination,
    rate: kind.rate,
    parse: (settings) =>
      Object.fromEntries(
        Object.entries(input.parse({ settings }).settings).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]]
        ),
      ),
    deliver: (message, settings, deps) =>
      kind.deliver(message, kind.settings.parse(settings), deps),
  };
}

const MAX_ANSWERS = 400;

/** Not every recipient took the message; those that did must not get it again. */
export class PartialDeliveryError extends Error {
  /** All of them, with those of earlier tries. */
  readonly recipients: readonly RecipientResult[];
  /** Whether trying again cannot help. */
  readonly permanent: boolean;
  constructor(recipients: readonly RecipientResult[]) {
    const refused = recipients.filter(({ state }) => state !== "taken");
    const answers = refused.map(({ recipient, answer }) => `${recipient}: ${answer}`).join("; ");
    const total = recipients.length;
    const params = { taken: total - refused.length, total, answers: answers.slice(0, MAX_ANSWERS) };
    const failure: Failure = { code: "partial", params };
    super(failureText(failure), { cause: failure });
    this.name = "PartialDeliveryError";
    this.recipients = recipients;
    this.permanent = refused.every(({ state }) => state === "refused");
  }
}

/** The other side will take nothing from this channel any more; it is turned off. */
export class ChannelGoneError extends PermanentError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ChannelGoneError";
  }
}
