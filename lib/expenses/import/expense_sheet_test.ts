import assert from "node:assert/strict";
import { readSheet } from "./expense_sheet.ts";
import { type ImportChoices, importChoices } from "./import_choices.ts";
import { MAX_ISSUES } from "./sheet_issue.ts";
import { decodeTable } from "./table_text.ts";

const PDF = new TextEncoder().encode("%PDF-1.7");
const NOW = Date.UTC(2026, 5, 1);

async function read(text: string, choices: Partial<Record<keyof ImportChoices, string>> = {}) {
  const context = { userId: "bia", timeZone: "America/Sao_Paulo", nowMs: NOW };
  const table = await decodeTable(new TextEncoder().encode(text));
  return await readSheet(table, importChoices.parse(choices), context);
}

async function amounts(cells: string[], choices = {}) {
  const lines = cells.map((cell) => `2026-01-05;${cell}`);
  return await read(["Data;Valor", ...lines].join("\n"), { separator: "semicolon", ...choices });
}

Deno.test("readSheet() reads Portuguese headings, money and times of the person's zone", async () => {
  const sheet = await read(
    "Data;Funcionário;Categoria;Fornecedor;Valor (R$);Observações\n" +
      '31/01/2026 14:30;ana;Viagem;"Táxi; Aeroporto";R$ 1.234,56;volta\n' +
      "01/02/2026;rui;;;12,5;\n",
  );
  assert.deepEqual(sheet.issues, []);
  assert.deepEqual([sheet.decimal, sheet.dateOrder, sheet.rowCount], [",", "dmy", 2]);
  assert.deepEqual(sheet.expenses[0], {
    row: 2,
    amount: 1234.56,
    currency: "BRL",
    at: Date.UTC(2026, 0, 31, 17, 30),
    isDateOnly: false,
    userId: "ana",
    category: "Viagem",
    merchant: "Táxi; Aeroporto",
    note: "volta",
  });
  // A day without a time is noon of the zone.
  const { at, isDateOnly } = sheet.expenses[1] ?? {};
  assert.deepEqual([at, isDateOnly], [Date.UTC(2026, 1, 1, 15), true]);
});

Deno.test("readSheet() reads an unclear amount as the column's other values have it", async () => {
  assert.equal((await amounts(["1.234", "10,50"])).expenses[0]?.amount, 1234);
  assert.equal((await amounts(["1.234", "10.5"])).expenses[0]?.amount, 1.234);
  assert.equal((await amounts(["1.234", "1.000.000"])).expenses[0]?.amount, 1234);
  assert.equal((await amounts(["1,234", "1,234.56"])).expenses[0]?.amount, 1234);
  const unclear = await amounts(["1.234", "7"]);
  assert.deepEqual(unclear.issues, [
    { row: 2, column: "Valor", code: "amount-unclear", given: "1.234" },
  ]);
  const chosen = await amounts(["1.234", "7"], { decimal: "comma" });
  assert.deepEqual(chosen.expenses.map(({ amount }) => amount), [1234, 7]);
  const both = await amounts(["1.234,56", "1,234.56", "1.234"]);
  assert.deepEqual(both.issues.map(({ row, code }) => [row, code]), [[4, "amount-unclear"]]);
});

Deno.test("readSheet() reads money that comes back below 0, and a statement of debits as spent", async () => {
  const mixed = await amounts(["10", "-3,50", "(2,00)", "R$ -1,00", "5,00-"]);
  assert.deepEqual(mixed.expenses.map(({ amount }) => amount), [10, -3.5, -2, -1, -5]);
  const statement = await amounts(["-10", "-3,50"]);
  assert.deepEqual(statement.expenses.map(({ amount }) => amount), [10, 3.5]);
  assert.equal(statement.isNegated, true);
});

Deno.test("readSheet() tells month and day apart by the column, and takes a choice", async () => {
  const dates = async (cells: string[], choices = {}) =>
    (await read(["date,amount", ...cells.map((cell) => `${cell},5`)].join("\n"), {
      timeZone: "UTC",
      ...choices,
    })).expenses.map(({ at }) => new Date(at).toISOString().slice(0, 16));
  assert.deepEqual(await dates(["03/04/2026", "13/04/2026"]), [
    "2026-04-03T12:00",
    "2026-04-13T12:00",
  ]);
  assert.deepEqual(await dates(["03/04/2026", "03/13/2026"]), [
    "2026-03-04T12:00",
    "2026-03-13T12:00",
  ]);
  assert.deepEqual(await dates(["03/04/2026"], { dateOrder: "mdy" }), ["2026-03-04T12:00"]);
  assert.deepEqual(
    await dates(["2026-04-03T10:00:00-03:00", "2026-04-03 10:00", "3.4.26", "2026/4/3"]),
    ["2026-04-03T13:00", "2026-04-03T10:00", "2026-04-03T12:00", "2026-04-03T12:00"],
  );
});

Deno.test("readSheet() names the row, the column and the fault of every wrong cell", async () => {
  const sheet = await read(
    "date,user,amount,category\n" +
      "30/02/2026,ana,much,Food\n" +
      "\n" +
      "05/01/2026,,0,Food\n" +
      "05/01/2099,ana,1,Food\n" +
      "05/01/2026,ana,1,Food,extra\n" +
      `05/01/2026,ana,1,${"x".repeat(300)}\n` +
      '05/01/2026,ana,1,"Food\n' +
      "05/01/2026,ana,7,Food\n",
  );
  assert.deepEqual(sheet.issues.map(({ row, column, code }) => [row, column, code]), [
    [2, "amount", "amount"],
    [2, "date", "date"],
    [4, "amount", "amount-zero"],
    [4, "user", "missing"],
    [5, "date", "date-range"],
    [6, null, "too-many-cells"],
    [7, "category", "too-long"],
    [8, null, "open-quote"],
  ]);
  assert.deepEqual(sheet.expenses.map(({ row }) => row), [9]);
});

Deno.test("readSheet() asks for columns that no heading names, and takes them by heading or place", async () => {
  const text = "quando,quanto\n2026-01-05,5\n";
  const sheet = await read(text);
  assert.deepEqual(sheet.issues.map(({ column, code }) => [column, code]), [
    ["amount", "no-column"],
    ["date", "no-column"],
  ]);
  const chosen = await read(text, { amountColumn: "Quanto", dateColumn: "#1" });
  assert.deepEqual([chosen.issueCount, chosen.expenses[0]?.amount], [0, 5]);
  assert.equal(chosen.expenses[0]?.userId, "bia");
  const wrong = await read(text, { amountColumn: "custo", dateColumn: "#1" });
  assert.deepEqual(wrong.issues.map(({ column }) => column), ["custo"]);
});

Deno.test("readSheet() counts all that is wrong and lists the first", async () => {
  const sheet = await amounts(Array.from({ length: 4_412 }, () => "much"));
  assert.deepEqual([sheet.issueCount, sheet.issues.length], [4_412, MAX_ISSUES]);
});

Deno.test("readSheet() says of a spreadsheet that it is none that can be read", async () => {
  const context = { userId: "bia", timeZone: "UTC", nowMs: NOW };
  for (const start of [[0x50, 0x4b, 3, 4, 0xff], [0xd0, 0xcf, 0x11, 0xe0, 0xa1], [...PDF]]) {
    const table = await decodeTable(Uint8Array.from([...start, 10, 0x2c, 10]));
    const { issues } = await readSheet(table, importChoices.parse({}), context);
    assert.deepEqual(issues.map(({ code }) => code), ["not-text"]);
  }
});

Deno.test("readSheet() refuses an empty file and one with too many rows", async () => {
  for (const text of ["", "\n\n", "date,amount\n"]) {
    assert.equal((await read(text)).issues[0]?.code, "empty", JSON.stringify(text));
  }
  const many = await read(`date,amount\n${"2026-01-05,1\n".repeat(100_001)}`);
  assert.deepEqual(many.issues.map(({ row, code }) => [row, code]), [[100_002, "too-many-rows"]]);
});
