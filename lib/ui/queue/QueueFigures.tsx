import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { QueueStats } from "../../queue/job.ts";

export interface QueueFiguresProps {
  stats: QueueStats;
  texts: Messages["queue"];
  format: Formatter;
}

/** The queue in four numbers. */
export function QueueFigures({ stats, texts, format }: QueueFiguresProps) {
  const oldest = stats.oldestPendingMs === 0
    ? texts.none
    : `${format.count(Math.round(stats.oldestPendingMs / 1000))} s`;
  const figures: [name: string, label: string, value: string][] = [
    ["pending", texts.pending, format.count(stats.pending)],
    ["processing", texts.processing, format.count(stats.processing)],
    ["dead", texts.deadLetters, format.count(stats.deadLetters)],
    ["oldest", texts.oldest, oldest],
  ];
  return (
    <dl class="totals">
      {figures.map(([name, label, value]) => (
        <div class="card" key={name} data-figure={name}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
