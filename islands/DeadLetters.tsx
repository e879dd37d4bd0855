import { useEffect, useRef, useState } from "preact/hooks";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import type { DeadLetter, QueueStats } from "@/lib/queue/job.ts";
import type { Page } from "@/lib/store/pages.ts";
import { ConfirmDialog, type Question } from "@/lib/ui/ConfirmDialog.tsx";
import { DeadLetterItem } from "@/lib/ui/queue/DeadLetterItem.tsx";
import { QueueFigures } from "@/lib/ui/queue/QueueFigures.tsx";

export interface DeadLettersProps {
  stats: QueueStats;
  deadLetters: Page<DeadLetter>;
  /** Epoch milliseconds at which both were read. */
  readAt: number;
  mayManage: boolean;
  locale: Locale;
  timeZone: string;
}

const REFRESH_MS = 3000;
const API = "/api/v1/queue";

interface Shown {
  stats: QueueStats;
  letters: DeadLetter[];
  readAt: number;
}

async function readQueue(): Promise<Shown> {
  const [stats, list] = await Promise.all(
    [API, `${API}/dead-letters?limit=50`].map(async (url) => {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      return await answer.json();
    }),
  );
  return { stats, letters: list.items, readAt: Date.now() };
}

/** State of the job queue and what a person must decide about; refreshes by itself. */
export function DeadLetters(props: DeadLettersProps) {
  const all = messagesFor(props.locale);
  const texts = all.queue;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const { stats: firstStats, deadLetters, readAt, mayManage } = props;
  const [shown, setShown] = useState<Shown>(
    { stats: firstStats, letters: deadLetters.items, readAt },
  );
  const [isStale, setStale] = useState(false);
  const [said, setSaid] = useState("");
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { stats, letters } = shown;

  const refresh = async () => {
    try {
      setShown(await readQueue());
      setStale(false);
    } catch {
      setStale(true);
    }
  };
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const act = async (method: "POST" | "DELETE", path: string, done: (count: number) => string) => {
    const answer = await fetch(`${API}/dead-letters${path}`, { method }).catch(() => null);
    if (answer?.ok) {
      const count = answer.status === 202 ? (await answer.json()).replayed : 1;
      setSaid(done(count));
    } else setSaid(answer?.status === 404 ? texts.gone : all.chart.failed);
    await refresh();
    // The row with the button that was pressed is gone.
    heading.current?.focus();
  };
  const replay = (letter: DeadLetter) =>
    act("POST", `/${encodeURIComponent(letter.id)}/replay`, texts.replayed);
  const askToDiscard = (letter: DeadLetter) =>
    setQuestion({
      title: texts.discardTitle,
      text: texts.discardText(letter.kind),
      action: texts.discard,
      run: () => act("DELETE", `/${encodeURIComponent(letter.id)}`, () => texts.discarded),
    });
  const isCut = stats.deadLetters > letters.length;

  return (
    <div class={isStale ? "stale" : ""}>
      <QueueFigures stats={stats} texts={texts} format={format} />
      <section class="card">
        <div class="list-head">
          <h2 ref={heading} tabIndex={-1}>{texts.deadLetters}</h2>
          <p class="spacer" role="status">
            {isStale ? texts.stale(format.relative(shown.readAt, Date.now())) : said}
          </p>
          {mayManage && letters.length > 0 && (
            <button
              type="button"
              class="button needs-script"
              onClick={() => act("POST", "/replay-all", texts.replayed)}
            >
              {texts.replayAll(format.count(stats.deadLetters))}
            </button>
          )}
        </div>
        {letters.length === 0 ? <div class="empty">{texts.empty}</div> : (
          <ul class="letters">
            {letters.map((letter) => (
              <DeadLetterItem
                key={letter.id}
                letter={letter}
                texts={texts}
                format={format}
                onReplay={mayManage ? () => replay(letter) : undefined}
                onDiscard={mayManage ? () => askToDiscard(letter) : undefined}
              />
            ))}
          </ul>
        )}
        {isCut && letters.length > 0 && (
          <p class="pager muted">
            {texts.shown(format.count(letters.length), format.count(stats.deadLetters))}
          </p>
        )}
      </section>
      <ConfirmDialog
        question={question}
        cancel={all.app.cancel}
        onDone={() => setQuestion(null)}
      />
    </div>
  );
}
