import { z } from "zod";
import { SEVERITIES, type Severity } from "../alert.ts";

const MAX_ALERTS = 1_000;
const MAX_LABELS = 64;

const texts = (maxLength: number) =>
  z.record(z.string().min(1).max(128), z.string().max(maxLength)).refine(
    (labels) => Object.keys(labels).length <= MAX_LABELS,
    `Must have at most ${MAX_LABELS} entries`,
  );
const time = z.iso.datetime({ offset: true });

/** Body of Alertmanager's webhook, version 4; members that later versions add are let through. */
export const alertmanagerInput = z.looseObject({
  version: z.literal("4"),
  status: z.enum(["firing", "resolved"]),
  receiver: z.string().max(200).optional(),
  groupKey: z.string().max(4_096).optional(),
  externalURL: z.string().max(2_048).optional(),
  alerts: z.array(z.looseObject({
    status: z.enum(["firing", "resolved"]),
    labels: texts(1_024),
    annotations: texts(4_096).default({}),
    startsAt: time,
    endsAt: time.optional(),
    generatorURL: z.string().max(2_048).optional(),
    fingerprint: z.string().max(64).optional(),
  })).max(MAX_ALERTS),
});

export type AlertmanagerInput = z.infer<typeof alertmanagerInput>;

/** Words that other systems use. */
const SEVERITY_WORDS: Readonly<Record<string, Severity>> = {
  page: "critical",
  emergency: "critical",
  disaster: "critical",
  high: "critical",
  error: "critical",
  warn: "warning",
  medium: "warning",
  none: "info",
  low: "info",
  notice: "info",
};

/** What a severity label means here; what nobody knows is a warning. */
export function severityOf(label: string | undefined): Severity {
  const word = (label ?? "").toLowerCase();
  return SEVERITIES.find((severity) => severity === word) ?? SEVERITY_WORDS[word] ?? "warning";
}
