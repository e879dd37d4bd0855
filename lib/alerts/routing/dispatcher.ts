import type { Logger } from "../../logging/logger.ts";
import type { Collection, Stored } from "../../store/collections.ts";
import { ConflictError, type Store } from "../../store/store.ts";
import { type Alert, ALERTS } from "../alert.ts";
import type { AcknowledgeLinks } from "./acknowledge_links.ts";
import { ALERT_GROUPS, type AlertGroup } from "./alert_group.ts";
import { type QuietTime, quietTimes } from "./calendar.ts";
import type { ConfigStore } from "./config_store.ts";
import { everyPage } from "./every_page.ts";
import { Inhibitions } from "./inhibitions.ts";
import { notificationOf } from "./message_text.ts";
import type { Notification } from "../../notifications/notification.ts";
import type { ChannelDirectory, Outgoing } from "./outgoing.ts";
import { type Review, reviewGroup } from "./review.ts";
import { settingsOf } from "./route_settings.ts";
import type { RoutingConfig } from "./routing_config.ts";
import type { Silence } from "./silence.ts";
import type { SilenceBook } from "./silence_book.ts";
import { suppressionOf } from "./suppression.ts";

const HOUR_MS = 3_600_000;
/** Looks at what became due while a round ran, before the next one. */
const MAX_PASSES = 5;

export interface DispatcherOptions {
  store: Store;
  configs: ConfigStore;
  silences: SilenceBook;
  outgoing: Outgoing;
  channels: ChannelDirectory;
  links: AcknowledgeLinks;
  logger: Logger;
  now: () => number;
}

/** A message that was decided on, as it is kept until the channels have it. */
interface OutboxEntry {
  channels: string[];
  notification: Notification;
}

/** The state of the world that one pass judges by. */
interface World {
  config: RoutingConfig;
  silences: readonly Stored<Silence>[];
  inhibitions: Inhibitions;
  firing: ReadonlyMap<string, Stored<Alert>>;
  enabled: readonly string[];
  quiet: readonly QuietTime[];
  now: number;
}

/**
 * Sends what is due. A decision is stored with its messages before they are sent, in one write that
 * only succeeds on the group as it was judged; a process that dies anywhere between leaves messages
 * that the next one sends under the same ids.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #groups: Collection<AlertGroup>;
  readonly #alerts: Collection<Alert>;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#groups = options.store.collection(ALERT_GROUPS);
    this.#alerts = options.store.collection(ALERTS);
  }

  /** Whether anything waits to be looked at. */
  async hasWork(): Promise<boolean> {
    const where = { wakeAt: { lte: new Date(this.#options.now()).toISOString() } };
    return (await this.#groups.find({ where, limit: 1 })).items.length > 0;
  }

  /** Judges every group that is due. One that fails stays due and does not stop the others. */
  async run(): Promise<void> {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const now = this.#options.now();
      const due = await everyPage(this.#groups, { wakeAt: { lte: new Date(now).toISOString() } });
      if (due.length === 0) return;
      const world = await this.#look(now);
      let failures = 0;
      for (const group of due) {
        try {
          await this.#handle(group, world);
        } catch (error) {
          // Somebody else changed the group: it is judged anew in the next pass.
          if (error instanceof ConflictError) continue;
          failures++;
          this.#options.logger.error("a group of alerts could not be handled; it is tried again", {
            groupId: group.id,
            error,
          });
        }
      }
      if (failures > 0) return;
    }
  }

  /** Makes every open group be judged anew, after what it is judged by has changed. */
  async wakeAll(): Promise<void> {
    const wakeAt = new Date(this.#options.now()).toISOString();
    for (const { id } of await everyPage(this.#groups, { closedAt: null })) {
      await this.#groups.patch(id, { wakeAt }, { closedAt: null });
    }
  }

  async #look(now: number): Promise<World> {
    const { configs, silences, channels } = this.#options;
    const [{ config }, active, firing, known] = await Promise.all([
      configs.read(),
      silences.active(),
      everyPage(this.#alerts, { state: "firing" }),
      channels.list(),
    ]);
    return {
      config,
      silences: active,
      inhibitions: new Inhibitions(config.inhibitions, firing),
      firing: new Map(firing.map((alert) => [alert.id, alert])),
      enabled: known.filter(({ enabled }) => enabled).map(({ id }) => id),
      quiet: quietTimes(config.calendars, now),
      now,
    };
  }

  async #handle(group: Stored<AlertGroup>, world: World): Promise<void> {
    if (group.outbox !== null) return await this.#send(group);
    if (group.closedAt !== null) {
      await this.#groups.replace({ ...group, wakeAt: null });
      return;
    }
    const review = this.#review(group, world);
    const outbox = this.#outboxOf(group, review, world);
    const next = await this.#groups.replace({
      ...group,
      ...review.changes,
      generation: group.generation + review.messages.length,
      outbox: outbox.length === 0 ? null : JSON.stringify(outbox),
      // With messages to send it stays due until they are sent.
      wakeAt: outbox.length > 0
        ? new Date(world.now).toISOString()
        : review.wakeAt === null || review.isOver
        ? null
        : new Date(review.wakeAt).toISOString(),
      ...(review.isOver && { openKey: null, closedAt: new Date(world.now).toISOString() }),
    });
    if (next.outbox !== null) await this.#send(next);
  }

  #review(group: AlertGroup, world: World): Review {
    const { config, silences, inhibitions, firing, now } = world;
    const settings = settingsOf(config, group.route);
    const quiet = world.quiet.filter(({ name }) => settings.calendars.includes(name));
    const rules = { silences, inhibitions, quiet };
    const own = group.members.filter(({ status }) => status === "firing");
    return reviewGroup(group, {
      settings,
      now,
      suppressionOf: (member) => suppressionOf(member, rules),
      isAcknowledged: group.acknowledgedAt !== null ||
        own.length > 0 && own.every(({ alertId }) => firing.get(alertId)?.acknowledgedAt != null),
    });
  }

  #outboxOf(group: Stored<AlertGroup>, review: Review, world: World): OutboxEntry[] {
    const { config, enabled, now } = world;
    const { links, logger } = this.#options;
    const settings = settingsOf(config, group.route);
    const acknowledgeUrl = links.link(group.id, now + config.acknowledgeHours * HOUR_MS);
    return review.messages.flatMap((message, index) => {
      const wanted = message.channels ?? settings.channels ?? enabled;
      const channels = wanted.filter((id) => enabled.includes(id));
      if (channels.length === 0) {
        logger.warn("a group of alerts has no channel that is on", { route: group.route });
        return [];
      }
      const id = `${group.id}:${group.generation + index + 1}`;
      const urls = { url: links.page("/alerts"), acknowledgeUrl };
      return [{ channels, notification: notificationOf(id, group, message, urls) }];
    });
  }

  async #send(group: Stored<AlertGroup>): Promise<void> {
    const entries: OutboxEntry[] = JSON.parse(group.outbox ?? "[]");
    for (const { channels, notification } of entries) {
      await this.#options.outgoing.send(channels, notification);
    }
    await this.#groups.patch(group.id, { outbox: null }, {
      generation: group.generation,
    });
  }
}
