import type { BackTest } from "../../alerts/backtest.ts";
import type { RuleInput } from "../../alerts/rule.ts";
import type { Messages } from "../../i18n/messages.ts";
import { ChartCanvas } from "../charts/ChartCanvas.tsx";
import { ChartCard } from "../charts/ChartCard.tsx";
import { extremesOf, spansOf } from "./back_test_view.ts";
import { conditionWords, measuredText, type RuleWords } from "./rule_words.ts";

/** How far a back-test is. */
export type Trial =
  | { kind: "none" | "loading" | "failed" }
  /** `isStale` when the form has been changed since. */
  | { kind: "done"; rule: RuleInput; answer: BackTest; isStale: boolean };

export interface BackTestCardProps {
  trial: Trial;
  /** Whether the kind of rule can be tried at all. */
  hasPast: boolean;
  words: RuleWords;
  chart: Messages["chart"];
  timeZone: string;
  onTest: () => void;
}

/** What a rule would have done: the count, a chart with the limit and the firings, and a table of them. */
export function BackTestCard(props: BackTestCardProps) {
  const { trial, hasPast, words: { texts }, chart } = props;
  return (
    <div class="stack back-test">
      <section
        class="card card-body"
        aria-labelledby="back-test"
        aria-busy={trial.kind === "loading"}
      >
        <h2 id="back-test">{texts.backTest}</h2>
        <div role="status" class="back-test-said">
          {trial.kind === "none" && <p class="muted">{hasPast ? texts.testHint : texts.noPast}</p>}
          {trial.kind === "loading" && <p class="muted">{texts.testing}</p>}
          {trial.kind === "done" && <Verdict trial={trial} words={props.words} />}
        </div>
        {trial.kind === "failed" && <p class="field-error" role="alert">{chart.failed}</p>}
        {hasPast && (
          <button
            type="button"
            class="button"
            disabled={trial.kind === "loading"}
            onClick={props.onTest}
            data-back-test
          >
            {trial.kind === "failed" ? chart.retry : texts.test}
          </button>
        )}
      </section>
      {trial.kind === "done" && <Drawing {...props} trial={trial} />}
      {trial.kind === "done" && trial.answer.count > 0 && (
        <Firings trial={trial} words={props.words} />
      )}
    </div>
  );
}

type Done = Extract<Trial, { kind: "done" }>;

interface PartProps {
  trial: Done;
  words: RuleWords;
}

function Verdict({ trial: { answer, isStale }, words: { texts, format } }: PartProps) {
  const last = answer.count === answer.firings.length ? answer.firings.at(-1) : undefined;
  return (
    <>
      <p class="back-test-count" data-back-test-result={answer.count}>
        {texts.wouldHaveFired(answer.count, format.count(answer.count))}
      </p>
      {last !== undefined && <p class="muted">{texts.lastFired(format.dateTime(last.firedAt))}</p>}
      {answer.truncated && <p class="muted">{texts.truncated}</p>}
      {isStale && <p class="back-test-stale">{texts.stale}</p>}
    </>
  );
}

type DrawingProps = PartProps & Pick<BackTestCardProps, "chart" | "timeZone">;

function Drawing(
  { trial: { rule, answer }, words, chart, timeZone }: DrawingProps,
) {
  const { texts, format } = words;
  const shown = (value: number) => measuredText(rule.condition, value, words);
  const labels = answer.points.map(({ t }) => format.bucket(t, "hour"));
  const extremes = extremesOf(answer);
  const sentence = extremes === null
    ? texts.nothingMeasured
    : texts.between(shown(extremes.least), shown(extremes.most), shown(answer.limit));
  return (
    <ChartCard
      title={texts.measured}
      note={`${texts.measuredNote} · ${chart.timeZone(timeZone)}`}
      class=""
      fileName="back-test"
      texts={{ ...chart, empty: texts.nothingMeasured, emptyHint: texts.nothingMeasuredHint }}
      state={{ kind: "fresh" }}
      table={{
        columns: [chart.bucket, chart.value],
        rows: answer.points.flatMap(({ value }, index) =>
          value === null ? [] : [{ name: labels[index]!, value, shown: shown(value) }]
        ),
      }}
    >
      <div class="chart-box" data-chart="back-test">
        <ChartCanvas
          label={`${conditionWords(rule.condition, words)}. ${sentence}`}
          spec={{
            kind: "line",
            labels,
            values: answer.points.map(({ value }) => value),
            series: 1,
            formatShort: shown,
            formatFull: shown,
            marks: { limit: answer.limit, spans: spansOf(answer) },
          }}
        />
      </div>
    </ChartCard>
  );
}

/** Each firing with its time; the table alternative to the shaded stretches. */
function Firings({ trial: { rule, answer }, words }: PartProps) {
  const { texts, format } = words;
  const { groupBy } = rule;
  return (
    <details class="card card-body">
      <summary class="button">{texts.firings}</summary>
      {answer.count > answer.firings.length && (
        <p class="muted">{texts.firstListed(format.count(answer.firings.length))}</p>
      )}
      <div class="chart-table" tabIndex={0} role="region" aria-label={texts.firings}>
        <table class="table">
          <thead>
            <tr>
              {groupBy !== null && <th scope="col">{texts.fields[groupBy]}</th>}
              <th scope="col">{texts.firedAt}</th>
              <th scope="col">{texts.until}</th>
              <th scope="col" class="number">{texts.fields.value}</th>
            </tr>
          </thead>
          <tbody>
            {answer.firings.map(({ dimensionValue, value, firedAt, resolvedAt }) => (
              <tr key={`${firedAt} ${dimensionValue}`}>
                {groupBy !== null && <td>{dimensionValue}</td>}
                <td>{format.dateTime(firedAt)}</td>
                <td>{resolvedAt === null ? texts.stillFiring : format.dateTime(resolvedAt)}</td>
                <td class="number">
                  {value === null ? "–" : measuredText(rule.condition, value, words)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
