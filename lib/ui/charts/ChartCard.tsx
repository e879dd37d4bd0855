import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { IS_BROWSER } from "fresh/runtime";
import type { Messages } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";
import { type ChartTable, csvOf } from "./chart_table.ts";
import { ChartFailure } from "./ChartCanvas.tsx";

/** What a widget can say of its data. */
export type WidgetState =
  | { kind: "fresh" }
  | { kind: "updating" }
  | { kind: "stale"; age: string };

export interface ChartCardProps {
  title: string;
  /** Unit, and time zone where there is a time axis. */
  note: string;
  class: string;
  fileName: string;
  table: ChartTable;
  state: WidgetState;
  texts: Messages["chart"];
  children: ComponentChildren;
}

function download(fileName: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Frame of every chart: title, unit, table twin, CSV, and its empty and stale states. The table is
 * also what shows where scripts do not run or the chart cannot be drawn.
 */
export function ChartCard(props: ChartCardProps) {
  const { title, table, state, texts } = props;
  const [asTable, setAsTable] = useState(false);
  const [failed, setFailed] = useState(false);
  const isEmpty = table.rows.every((row) => row.value === 0);
  const note = state.kind === "stale" ? texts.stale(state.age) : failed ? texts.slow : props.note;
  const twin = <DataTable table={table} title={title} />;
  return (
    <section
      class={`card chart-card ${props.class}`}
      aria-label={title}
      aria-busy={state.kind === "updating"}
    >
      <div class="card-head">
        <h2>{title}</h2>
        <CardButton
          name={asTable ? "chart" : "table"}
          label={asTable ? texts.chart : texts.table}
          onClick={() => setAsTable(!asTable)}
        />
        <CardButton
          name="download"
          label={texts.csv}
          onClick={() => download(`${props.fileName}.csv`, csvOf(table))}
        />
      </div>
      <p class="card-note">{note}</p>
      <div class={`card-body ${state.kind === "stale" ? "stale" : ""}`}>
        {isEmpty
          ? (
            <div class="empty chart-box">
              <p>{texts.empty}</p>
              <p>{texts.emptyHint}</p>
            </div>
          )
          : asTable || failed
          ? twin
          : (
            <ChartFailure.Provider value={() => setFailed(true)}>
              {props.children}
              {!IS_BROWSER && <noscript>{twin}</noscript>}
            </ChartFailure.Provider>
          )}
      </div>
    </section>
  );
}

interface CardButtonProps {
  name: "chart" | "table" | "download";
  label: string;
  onClick: () => void;
}

function CardButton({ name, label, onClick }: CardButtonProps) {
  return (
    <button
      type="button"
      class="button button-ghost button-icon needs-script"
      title={label}
      onClick={onClick}
    >
      <Icon name={name} size={16} />
      <span class="visually-hidden">{label}</span>
    </button>
  );
}

function DataTable({ table, title }: { table: ChartTable; title: string }) {
  return (
    <div class="chart-table" tabIndex={0} role="region" aria-label={title}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{table.columns[0]}</th>
            <th scope="col" class="number">{table.columns[1]}</th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              <td>{row.name}</td>
              <td class="number">{row.shown}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
