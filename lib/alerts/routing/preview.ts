import { z } from "zod";
import type { Severity } from "../alert.ts";
import { quietTimes } from "./calendar.ts";
import { severityOf } from "./alertmanager_input.ts";
import { Inhibitions, type Source } from "./inhibitions.ts";
import { labelName } from "./matcher.ts";
import { settingsOf } from "./route_settings.ts";
import {
  type EscalationStep,
  groupLabels,
  routesFor,
  type RoutingConfig,
} from "./routing_config.ts";
import type { Silence } from "./silence.ts";
import { suppressionOf } from "./suppression.ts";

export const previewLabels = z.record(labelName, z.string().max(1_024)).refine(
  (labels) => Object.keys(labels).length <= 64,
  "Must have at most 64 entries",
);

/** What would happen to an alert on one of its routes. */
export interface RoutePreview {
  route: string;
  /** Ids of the channels that would be told. */
  channels: string[];
  groupLabels: Record<string, string>;
  groupWaitSeconds: number;
  groupIntervalSeconds: number;
  repeatIntervalSeconds: number;
  escalation: EscalationStep[];
  /** Why it would not be told now. */
  suppressedBy: "silence" | "inhibition" | "calendar" | null;
  /** ISO 8601, where it is known. */
  suppressedUntil: string | null;
}

/** What the answer depends on besides the configuration. */
export interface PreviewContext {
  silences: readonly Silence[];
  firing: readonly Source[];
  enabled: readonly string[];
  now: number;
}

/** Who would be told of an alert with these labels now. */
export function previewRoutes(
  config: RoutingConfig,
  labels: Record<string, string>,
  { silences, firing, enabled, now }: PreviewContext,
): RoutePreview[] {
  const severity: Severity = severityOf(labels.severity);
  const inhibitions = new Inhibitions(config.inhibitions, firing);
  return routesFor(config, labels).map((route) => {
    const settings = settingsOf(config, route);
    const calendars = config.calendars.filter(({ name }) => settings.calendars.includes(name));
    const quiet = quietTimes(calendars, now);
    const suppression = suppressionOf({ alertId: null, labels, severity }, {
      silences,
      inhibitions,
      quiet,
    });
    const until = suppression?.until ?? null;
    return {
      route,
      channels: settings.channels?.filter((id) => enabled.includes(id)) ?? [...enabled],
      groupLabels: groupLabels(settings, labels),
      groupWaitSeconds: settings.groupWaitSeconds,
      groupIntervalSeconds: settings.groupIntervalSeconds,
      repeatIntervalSeconds: settings.repeatIntervalSeconds,
      escalation: settings.escalation,
      suppressedBy: suppression?.by ?? null,
      suppressedUntil: until === null ? null : new Date(until).toISOString(),
    };
  });
}
