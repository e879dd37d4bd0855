import type { Stored } from "../../store/collections.ts";
import type { Store } from "../../store/store.ts";
import { type Alert, ALERTS } from "../alert.ts";
import type { AcknowledgeLinks } from "./acknowledge_links.ts";
import type { ConfigStore } from "./config_store.ts";
import { everyPage } from "./every_page.ts";
import { matchesAll } from "./matcher.ts";
import { formatMatcher } from "./matcher_text.ts";
import { worstOf } from "./message_text.ts";
import type { Notification } from "../../notifications/notification.ts";
import type { ChannelDirectory, Outgoing } from "./outgoing.ts";
import { settingsOf } from "./route_settings.ts";
import { routesFor } from "./routing_config.ts";
import type { Silence } from "./silence.ts";
import type { SilenceBook } from "./silence_book.ts";

const MAX_LISTED = 20;

export interface LapseNoticesOptions {
  store: Store;
  configs: ConfigStore;
  silences: SilenceBook;
  outgoing: Outgoing;
  channels: ChannelDirectory;
  links: AcknowledgeLinks;
}

/** Tells people once when a silence has lapsed while an alert that it covered still fires. */
export class LapseNotices {
  readonly #options: LapseNoticesOptions;

  constructor(options: LapseNoticesOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { store, configs, silences, outgoing, channels, links } = this.#options;
    const lapsed = await silences.lapsed();
    if (lapsed.length === 0) return;
    const [{ config }, firing, known, active] = await Promise.all([
      configs.read(),
      everyPage(store.collection(ALERTS), { state: "firing" }),
      channels.list(),
      silences.active(),
    ]);
    const enabled = known.filter((channel) => channel.enabled).map(({ id }) => id);
    for (const silence of lapsed) {
      const covered = firing.filter(({ labels }) =>
        matchesAll(silence.matchers, labels) &&
        !active.some(({ matchers }) => matchesAll(matchers, labels))
      );
      const wanted = covered.flatMap(({ labels }) =>
        routesFor(config, labels).flatMap((route) => settingsOf(config, route).channels ?? enabled)
      );
      const told = [...new Set(wanted)].filter((id) => enabled.includes(id));
      if (told.length > 0) {
        await outgoing.send(told, noticeOf(silence, covered, links.page("/alerts/silences")));
      }
      await silences.markLapsed(silence.id);
    }
  }
}

function noticeOf(
  silence: Stored<Silence>,
  alerts: readonly Stored<Alert>[],
  url: string,
): Notification {
  const matchers = silence.matchers.map(formatMatcher).join(", ");
  const shown = alerts.slice(0, MAX_LISTED);
  return {
    id: `silence:${silence.id}:lapsed`,
    status: "info",
    severity: worstOf(alerts.map(({ severity }) => severity)),
    about: {
      kind: "lapse",
      matchers,
      createdBy: silence.createdBy,
      comment: silence.comment,
      total: alerts.length,
    },
    url,
    groupKey: `silence:${silence.id}`,
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    alerts: shown.map((alert) => ({
      status: "firing",
      severity: alert.severity,
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: alert.firedAt ?? alert.pendingAt,
      endsAt: null,
      fingerprint: alert.fingerprint,
      value: alert.value,
      acknowledgeUrl: null,
    })),
  };
}
