import assert from "node:assert/strict";
import { readRecords, type Separator, separatorOf } from "./csv_records.ts";

function rows(text: string, separator: Separator = ",") {
  return [...readRecords(text, separator)];
}

Deno.test("readRecords() reads quotes, doubled quotes, separators and line ends in cells", () => {
  assert.deepEqual(rows('a, b ,"c, ""d"""\n\n"two\nlines",, \nBar "Zé",x,y'), [
    { row: 1, cells: ["a", "b", 'c, "d"'] },
    { row: 3, cells: ["two\nlines", "", ""] },
    { row: 4, cells: ['Bar "Zé"', "x", "y"] },
  ]);
});

Deno.test("readRecords() names the rows whose quotes do not fit and reads on", () => {
  assert.deepEqual(rows('"a"b,c\nx,y\nd,"open\ne,f'), [
    { row: 1, cells: ["ab", "c"], problem: "text-after-quote" },
    { row: 2, cells: ["x", "y"] },
    { row: 3, cells: ["d"], problem: "open-quote" },
    { row: 4, cells: ["e", "f"] },
  ]);
});

Deno.test("readRecords() takes any text and comes to an end", () => {
  const signs = ['"', ",", "\n", "a", " "];
  for (let n = 0; n < 5 ** 6; n++) {
    const text = Array.from({ length: 6 }, (_, at) => signs[Math.floor(n / 5 ** at) % 5]).join("");
    const cells = rows(text).flatMap((record) => record.cells);
    assert.ok(cells.every((cell) => cell === cell.trim()), JSON.stringify(text));
  }
});

Deno.test("separatorOf() is not misled by decimal commas", () => {
  assert.equal(separatorOf("Data;Valor\n01/02/2026;1.234,56\n02/02/2026;10,00\n"), ";");
  assert.equal(separatorOf('date,amount\n2026-01-02,"1,234.56"\n'), ",");
  assert.equal(separatorOf("a\tb\n1,5\t2,5\n"), "\t");
  assert.equal(separatorOf("amount\n5\n"), ",");
});
