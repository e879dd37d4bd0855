import { useEffect, useState } from "preact/hooks";
import { type Formatter, formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { type Messages, messagesFor } from "@/lib/i18n/messages.ts";
import type { Page } from "@/lib/store/pages.ts";
import type { DeadLetter, QueueStats } from "@/lib/queue/job.ts";

export interface DeadLettersProps {
  stats: QueueStats;
  deadLetters: Page<DeadLetter>;
  mayManage: boolean;
  locale: Locale;
  timeZone: string;
}

const REFRESH_MS = 3000;

/** State of the job queue and what a person must decide about; refreshes by itself. */
export function DeadLetters(props: DeadLettersProps) {
  const texts = messagesFor(props.locale).queue;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const [stats, setStats] = useState(props.stats);
  const [rows, setRows] = useState(props.deadLetters.items);
  const [said, setSaid] = useState("");

  const refresh = async () => {
    const answers = await Promise.all([
      fetch("/api/v1/queue"),
      fetch("/api/v1/queue/dead-letters?limit=50"),
    ]);
    if (!answers.every((answer) => answer.ok)) return;
    setStats(await answers[0].json());
    setRows((await answers[1].json()).items);
  };
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) refresh().catch(() => {});
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const act = async (method: "POST" | "DELETE", path: string, done: string) => {
    const response = await fetch(`/api/v1/queue/dead-letters${path}`, { method });
    setSaid(response.ok ? done : messagesFor(props.locale).chart.failed);
    await refresh();
  };

  return (
    <>
      <QueueFigures stats={stats} texts={texts} format={format} />
      <section class="card">
        <div class="card-head">
          <h2>{texts.deadLetters}</h2>
          <span role="status" class="muted">{said}</span>
          {props.mayManage && rows.length > 0 && (
            <button
              type="button"
              class="button"
              onClick={() => act("POST", "/replay-all", texts.replayed)}
            >
              {texts.replayAll}
            </button>
          )}
        </div>
        {rows.length === 0 ? <div class="empty">{texts.empty}</div> : (
          <div class="table-box">
            <table class="table table-cards">
              <thead>
                <tr>
                  <th scope="col">{texts.kind}</th>
                  <th scope="col">{texts.lastError}</th>
                  <th scope="col" class="number">{texts.attempts}</th>
                  <th scope="col" class="number">{texts.crashes}</th>
                  <th scope="col">{texts.created}</th>
                  {props.mayManage && <th scope="col">{texts.actions}</th>}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <td class="mono">{row.kind}</td>
                    <td class="wide" title={row.lastError ?? ""}>{row.lastError}</td>
                    <td class="number">{format.count(row.attempts)}</td>
                    <td class="number">{format.count(row.crashes)}</td>
                    <td>{format.dateTime(row.createdAt)}</td>
                    {props.mayManage && (
                      <td>
                        <button
                          type="button"
                          class="button"
                          onClick={() =>
                            act("POST", `/${encodeURIComponent(row.id)}/replay`, texts.replayed)}
                        >
                          {texts.replay}
                        </button>{" "}
                        <button
                          type="button"
                          class="button button-danger"
                          onClick={() =>
                            confirm(texts.discardConfirm) &&
                            act("DELETE", `/${encodeURIComponent(row.id)}`, texts.discarded)}
                        >
                          {texts.discard}
                        </button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </>
  );
}

interface QueueFiguresProps {
  stats: QueueStats;
  texts: Messages["queue"];
  format: Formatter;
}

function QueueFigures({ stats, texts, format }: QueueFiguresProps) {
  const oldest = stats.oldestPendingMs === 0
    ? texts.none
    : `${format.count(Math.round(stats.oldestPendingMs / 1000))} s`;
  const figures: [string, string][] = [
    [texts.pending, format.count(stats.pending)],
    [texts.processing, format.count(stats.processing)],
    [texts.deadLetters, format.count(stats.deadLetters)],
    [texts.oldest, oldest],
  ];
  return (
    <div class="totals">
      {figures.map(([label, value]) => (
        <div class="card" key={label}>
          <span class="muted">{label}</span>
          <strong>{value}</strong>
        </div>
      ))}
    </div>
  );
}
