import type { Logger } from "../../logging/logger.ts";
import type { Stored } from "../../store/collections.ts";
import { Lease } from "../../store/lease.ts";
import type { Store } from "../../store/store.ts";
import { type Alert, ALERTS } from "../alert.ts";
import type { AlertRouter } from "../alert_router.ts";
import { AcknowledgeLinks } from "./acknowledge_links.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { ALERT_GROUPS } from "./alert_group.ts";
import { ConfigStore, type VersionedConfig } from "./config_store.ts";
import { Dispatcher } from "./dispatcher.ts";
import { everyPage } from "./every_page.ts";
import { ExternalAlerts } from "./external_alerts.ts";
import { Intake, ROUTED_ALERTS } from "./intake.ts";
import { LapseNotices } from "./lapse_notices.ts";
import { formatMatcher } from "./matcher_text.ts";
import type { ChannelDirectory, Outgoing } from "./outgoing.ts";
import { previewRoutes, type RoutePreview } from "./preview.ts";
import { namedChannels, type RoutingConfig } from "./routing_config.ts";
import type { PublicSilence, SilenceInput, SilenceState } from "./silence.ts";
import { SilenceBook } from "./silence_book.ts";

/** How long closed groups stay, so that their links can say what became of them. */
const KEPT_MS = 30 * 86_400_000;

export interface AlertRoutingOptions {
  store: Store;
  outgoing: Outgoing;
  channels: ChannelDirectory;
  /** Signs acknowledge links. */
  secret: string;
  /** Address of this server, without a trailing slash. */
  baseUrl: string;
  logger: Logger;
  /** Told of alerts that were changed here. */
  onAlertsChanged?: (alerts: readonly Stored<Alert>[]) => void;
  /** Milliseconds. */
  now?: () => number;
}

/** A channel that the configuration names does not exist. */
export class UnknownChannelError extends Error {
  readonly paths: readonly string[];
  constructor(paths: readonly string[]) {
    super("There is no channel with this id");
    this.name = "UnknownChannelError";
    this.paths = paths;
  }
}

/** From alerts that change to messages that are sent: everything of routing, wired. */
export class AlertRouting implements AlertRouter {
  readonly configs: ConfigStore;
  readonly silences: SilenceBook;
  readonly acknowledgements: Acknowledgements;
  readonly external: ExternalAlerts;
  readonly #options: AlertRoutingOptions;
  readonly #now: () => number;
  readonly #intake: Intake;
  readonly #dispatcher: Dispatcher;
  readonly #lapses: LapseNotices;
  readonly #lease: Lease;
  #round: Promise<void> | null = null;

  constructor(options: AlertRoutingOptions) {
    const { store, now = Date.now, secret, baseUrl } = options;
    const onChanged = options.onAlertsChanged ?? (() => {});
    const links = new AcknowledgeLinks(secret, baseUrl);
    this.#options = options;
    this.#now = now;
    this.configs = new ConfigStore(store);
    this.silences = new SilenceBook(store, now);
    this.acknowledgements = new Acknowledgements({ store, links, onChanged, now });
    this.external = new ExternalAlerts({ store, router: this, onChanged, now });
    this.#intake = new Intake(store, now);
    const parts = { ...options, configs: this.configs, silences: this.silences, links, now };
    this.#dispatcher = new Dispatcher(parts);
    this.#lapses = new LapseNotices(parts);
    this.#lease = new Lease(store, now, "alert_routing");
  }

  /** Puts alerts that have fired or resolved into the groups of their routes. */
  async route(alerts: readonly Stored<Alert>[]): Promise<void> {
    await this.#intake.take(alerts, (await this.configs.read()).config);
  }

  /** Sends what is due, unless another process does. Calls at the same time share a round. */
  async tick(): Promise<void> {
    this.#round ??= this.#tickOnce().finally(() => this.#round = null);
    await this.#round;
  }

  /** Lets another process send; at the end. */
  async release(): Promise<void> {
    await this.#round?.catch(() => {});
    await this.#lease.release();
  }

  /** Deletes what ended long ago; how much. */
  async prune(): Promise<number> {
    const { store } = this.#options;
    const before = new Date(this.#now() - KEPT_MS).toISOString();
    const groups = await store.collection(ALERT_GROUPS).deleteWhere({ closedAt: { lt: before } });
    const routed = await store.collection(ROUTED_ALERTS).deleteWhere({
      state: "resolved",
      routedAt: { lt: before },
    });
    return groups + routed;
  }

  /**
   * Saves a configuration that was made of `version`; open groups follow it at once.
   * @throws UnknownChannelError, ConflictError
   */
  async saveConfig(
    config: RoutingConfig,
    version: number,
    changedBy: string,
  ): Promise<VersionedConfig> {
    const known = new Set((await this.#options.channels.list()).map(({ id }) => id));
    const unknown = namedChannels(config).filter(({ id }) => !known.has(id));
    if (unknown.length > 0) throw new UnknownChannelError(unknown.map(({ path }) => path));
    const saved = await this.configs.save(config, version, changedBy);
    await this.#dispatcher.wakeAll();
    return saved;
  }

  /** Names of the routes that tell a channel. */
  async routesTelling(channelId: string): Promise<string[]> {
    const { config } = await this.configs.read();
    const named = namedChannels(config).filter(({ id }) => id === channelId);
    return [...new Set(named.map(({ route }) => route))];
  }

  createSilence(input: SilenceInput, createdBy: string): Promise<PublicSilence> {
    return this.silences.create(input, createdBy);
  }

  /** Ends a silence now, so that what it covered is told; see `SilenceBook.expire`. */
  async expireSilence(id: string): Promise<SilenceState | null> {
    const state = await this.silences.expire(id);
    if (state === "active") await this.#dispatcher.wakeAll();
    return state;
  }

  /** The conditions that an alert's labels are, one a line; `""` without such an alert. */
  async matchersOf(alertId: string | null): Promise<string> {
    if (alertId === null) return "";
    const alert = await this.#options.store.collection(ALERTS).get(alertId);
    return Object.entries(alert?.labels ?? {}).map(([label, value]) =>
      formatMatcher({ label, op: "=", value })
    ).join("\n");
  }

  /** The channels that routes can name. */
  channels(): ReturnType<ChannelDirectory["list"]> {
    return this.#options.channels.list();
  }

  /** Who would be told of an alert with these labels, by the saved configuration or a draft. */
  async preview(
    labels: Record<string, string>,
    draft: RoutingConfig | null,
  ): Promise<RoutePreview[]> {
    const { store, channels } = this.#options;
    const [saved, silences, firing, known] = await Promise.all([
      this.configs.read(),
      this.silences.active(),
      everyPage(store.collection(ALERTS), { state: "firing" }),
      channels.list(),
    ]);
    return previewRoutes(draft ?? saved.config, labels, {
      silences,
      firing,
      enabled: known.filter(({ enabled }) => enabled).map(({ id }) => id),
      now: this.#now(),
    });
  }

  async #tickOnce(): Promise<void> {
    const [hasGroups, lapsed] = await Promise.all([
      this.#dispatcher.hasWork(),
      this.silences.lapsed(),
    ]);
    if (!hasGroups && lapsed.length === 0) return;
    if (!await this.#lease.hold()) return;
    await this.#dispatcher.run();
    await this.#lapses.run();
  }
}
