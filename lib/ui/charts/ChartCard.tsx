import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Messages } from "../../i18n/messages.ts";
import { Icon } from "../icons.tsx";

/** The chart's numbers as rows, for the table and the CSV file. */
export interface ChartTable {
  columns: [string, string];
  rows: { name: string; value: number; shown: string }[];
}

/** What a widget can say of its data. */
export type WidgetState =
  | { kind: "fresh" }
  | { kind: "loading" }
  | { kind: "stale"; age: string }
  | { kind: "error"; retry: () => void };

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

function csvOf(table: ChartTable): string {
  const cell = (text: string) => {
    const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  const lines = table.rows.map(({ name, value }) => `${cell(name)},${value}`);
  return [table.columns.map(cell).join(","), ...lines].join("\r\n") + "\r\n";
}

function download(fileName: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Frame of every chart: title, unit, table twin, CSV, and its loading, empty, stale and error states. */
export function ChartCard(props: ChartCardProps) {
  const { title, note, table, state, texts } = props;
  const [asTable, setAsTable] = useState(false);
  const empty = table.rows.every((row) => row.value === 0);
  return (
    <section
      class={`card chart-card ${props.class}`}
      aria-label={title}
      aria-busy={state.kind === "loading"}
    >
      <div class="card-head">
        <h2>{title}</h2>
        <button
          type="button"
          class="button button-ghost button-icon"
          aria-pressed={asTable}
          title={asTable ? texts.chart : texts.table}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon name={asTable ? "chart" : "table"} size={16} />
          <span class="visually-hidden">{asTable ? texts.chart : texts.table}</span>
        </button>
        <button
          type="button"
          class="button button-ghost button-icon"
          title={texts.csv}
          onClick={() => download(`${props.fileName}.csv`, csvOf(table))}
        >
          <Icon name="download" size={16} />
          <span class="visually-hidden">{texts.csv}</span>
        </button>
      </div>
      <p class="card-note">
        {state.kind === "stale" ? texts.stale(state.age) : note}
      </p>
      <div class={`card-body ${state.kind === "stale" ? "stale" : ""}`}>
        {state.kind === "error"
          ? (
            <div class="empty" role="alert">
              <p>{texts.failed}</p>
              <button type="button" class="button" onClick={state.retry}>{texts.retry}</button>
            </div>
          )
          : empty
          ? (
            <div class="empty chart-box">
              <div>
                <p>{texts.empty}</p>
                <p>{texts.emptyHint}</p>
              </div>
            </div>
          )
          : asTable
          ? <DataTable table={table} title={title} />
          : props.children}
      </div>
    </section>
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
