import assert from "node:assert/strict";
import type { Event } from "./event.ts";
import { csvText, EVENT_CSV_HEADER, eventCsvLine } from "./event_csv.ts";

const event: Event = {
  id: "e1",
  userId: "u1",
  type: "purchase",
  value: -12.5,
  currency: "BRL",
  timestamp: "2026-11-22T12:00:00.000Z",
  metadata: { region: "sul", note: 'a "b", c' },
  source: "shop",
  receivedAt: "2026-11-22T12:00:01.000Z",
};

/** A reader of RFC 4180, apart from the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    assert.ok(match !== null, "not RFC 4180");
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === "\r\n") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

Deno.test("csvText() quotes what RFC 4180 wants quoted and nothing else", () => {
  for (
    const [text, cell] of [
      ["plain", "plain"],
      ["", ""],
      ["a,b", '"a,b"'],
      ['say "hi"', '"say ""hi"""'],
      ["two\r\nlines", '"two\r\nlines"'],
      ["São Paulo 🙂", "São Paulo 🙂"],
      [" a-b=c ", " a-b=c "],
    ]
  ) assert.equal(csvText(text!), cell);
});

Deno.test("csvText() makes formulas inert and keeps the text behind the apostrophe", () => {
  for (const start of [..."=+-@\t\r\n\0＝＋－＠"]) {
    const text = `${start}HYPERLINK("http://evil","x")`;
    assert.deepEqual(parseCsv(`${csvText(text)}\r\n`), [[`'${text}`]], JSON.stringify(start));
  }
});

Deno.test("eventCsvLine() writes numbers as numbers and metadata as columns and JSON", () => {
  const [header, row] = parseCsv(EVENT_CSV_HEADER + eventCsvLine(event));
  const cells = Object.fromEntries(header!.map((name, i) => [name, row![i]]));
  assert.deepEqual(cells, {
    id: "e1",
    timestamp: "2026-11-22T12:00:00.000Z",
    receivedAt: "2026-11-22T12:00:01.000Z",
    source: "shop",
    userId: "u1",
    type: "purchase",
    value: "-12.5",
    currency: "BRL",
    region: "sul",
    product: "",
    category: "",
    merchant: "",
    metadata: JSON.stringify(event.metadata),
  });
});

Deno.test("eventCsvLine() leaves cells empty for what an event does not have", () => {
  const { currency: _currency, ...bare } = event;
  const line = eventCsvLine({ ...bare, value: null, metadata: {} });
  assert.equal(line.split(",").length, 13);
  assert.ok(line.endsWith(",purchase,,,,,,,{}\r\n"), line);
});

Deno.test("eventCsvLine() guards every text that a sender chooses", () => {
  const [row] = parseCsv(eventCsvLine({
    ...event,
    id: "=1",
    userId: "@SUM(1)",
    source: "+1",
    metadata: { product: '=cmd|"/c calc"!A1', merchant: "-1" },
  }));
  for (const cell of row!.filter((text) => text !== "-12.5")) assert.doesNotMatch(cell, /^[=+\-@]/);
  assert.equal(row![9], `'=cmd|"/c calc"!A1`);
});
