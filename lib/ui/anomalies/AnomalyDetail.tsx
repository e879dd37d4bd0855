import type { ComponentChildren } from "preact";
import type { PublicAnomaly } from "../../anomalies/anomaly.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { TellReason } from "../../anomalies/reasons/tell_reason.ts";
import { Ago } from "../Ago.tsx";
import { Link } from "../Link.tsx";
import { figureWriter } from "./anomaly_words.ts";

export interface AnomalyDetailProps {
  anomaly: PublicAnomaly;
  texts: Messages["anomalies"];
  format: Formatter;
  tell: TellReason;
}

/** The figures of an anomaly and why it is one. */
export function AnomalyDetail({ anomaly, texts, format, tell }: AnomalyDetailProps) {
  const { eventId, userId, endedAt, times } = anomaly;
  const write = figureWriter(anomaly, format);
  return (
    <section class="card card-body detail-card">
      <dl class="definition">
        <Row label={texts.state}>
          {endedAt === null
            ? <span class="badge" data-state="warning">{texts.goesOn}</span>
            : `${texts.ended}, ${format.dateTime(endedAt)}`}
        </Row>
        <Row label={texts.kind}>{texts.kinds[anomaly.kind]} · {texts[anomaly.direction]}</Row>
        <Row label={texts.since}>
          {format.dateTime(anomaly.startedAt)}{" "}
          <Ago class="muted" at={anomaly.startedAt} format={format} />
        </Row>
        <Row label={texts.noticed}>{format.dateTime(anomaly.noticedAt)}</Row>
        <Row label={texts.observed}>{write(anomaly.observed)}</Row>
        <Row label={texts.expected}>{write(anomaly.expected)}</Row>
        {times !== null && <Row label={texts.times}>{format.compact(times)}</Row>}
        <Row label={texts.band}>
          {write(anomaly.low)} – {write(anomaly.high)}
        </Row>
        {anomaly.windowMs > 0 && (
          <Row label={texts.window}>{texts.minutes(format.count(anomaly.windowMs / 60_000))}</Row>
        )}
        <Row label={texts.score}>{format.count(anomaly.score)}</Row>
        {userId !== null && <Row label={texts.user}>{userId}</Row>}
        {eventId !== null && (
          <Row label={texts.event}>
            <Link href={`/events/${encodeURIComponent(eventId)}`}>{eventId}</Link>
          </Row>
        )}
        <Row label={texts.reasons}>
          <ul class="plain-list">
            {anomaly.reasons.map((reason) => (
              <li key={reason.text}>
                {tell(reason)} <span class="muted">({format.percent(reason.share / 100)})</span>
              </li>
            ))}
          </ul>
        </Row>
      </dl>
    </section>
  );
}

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
