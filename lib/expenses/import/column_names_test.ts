import assert from "node:assert/strict";
import { columnsOf } from "./column_names.ts";

Deno.test("columnsOf() knows headings in English and Portuguese, with their accents and units", () => {
  assert.deepEqual(columnsOf(["Data", "Valor (R$)", "Usuário", "Nota"]), {
    date: 0,
    amount: 1,
    userId: 2,
    note: 3,
  });
  assert.equal(columnsOf(["valor", "Observações"]).note, 1);
  assert.equal(columnsOf(["valor", "Notas"]).note, 1);
});

Deno.test("columnsOf() takes a column once, the best name first", () => {
  assert.deepEqual(columnsOf(["total", "amount"]), { amount: 1 });
  assert.deepEqual(columnsOf(["color"]), {});
});
