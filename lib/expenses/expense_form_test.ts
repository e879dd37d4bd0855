import assert from "node:assert/strict";
import type { Locale } from "../i18n/locale.ts";
import { expenseOfForm, wrongFields } from "./expense_form.ts";

const NOW = Date.UTC(2026, 10, 26, 12);

function valueOf(amount: string, locale: Locale, currency = "BRL"): unknown {
  const fields = { id: crypto.randomUUID(), amount, category: "Travel", userId: "ana" };
  try {
    return expenseOfForm(fields, { locale, currency, nowMs: NOW }).value;
  } catch (error) {
    return wrongFields(error);
  }
}

Deno.test("expenseOfForm() reads amounts of the reader's language, with no more decimals than the currency has", () => {
  assert.deepEqual([valueOf("1,234.56", "en"), valueOf("1.234,56", "pt-BR")], [1234.56, 1234.56]);
  assert.equal(valueOf("1.234", "pt-BR"), 1234);
  assert.deepEqual(valueOf("1.234", "en"), ["amount"]);
  assert.deepEqual(valueOf("0.5", "en", "JPY"), ["amount"]);
  assert.deepEqual(valueOf("-3", "en"), ["amount"]);
});
