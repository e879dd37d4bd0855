import assert from "node:assert/strict";
import type { StoredReason } from "./reason.ts";
import { describeCount, describeGauge } from "./series_reasons.ts";
import { reasonOf, reasonTeller } from "./tell_reason.ts";

const inPortuguese = reasonTeller("pt-BR", "BRL");
const inEnglish = reasonTeller("en", "USD");
/** `Intl` writes spaces that do not break. */
const plain = (text: string) => text.replaceAll(/\s/g, " ");

const amount = reasonOf("amount", {
  amount: 130.2,
  usual: 31,
  n: 213,
  highest: 1,
  user: "Ana",
  category: "Travel",
}, 100);

Deno.test("reasonTeller() tells a reason in the reader's language, money in the currency", () => {
  assert.equal(amount.text, "4.2 times Ana's usual 31 in Travel; highest of 214");
  assert.equal(
    plain(inEnglish(amount)),
    "4.2 times Ana's usual $31.00 in Travel; highest of 214",
  );
  assert.equal(
    plain(inPortuguese(amount)),
    "4,2 vezes R$ 31,00, o habitual de Ana em Travel; o maior de 214 registros",
  );
  const verdict = { z: 9, recent: 9, window: 3, observed: 1200, expected: 400, low: 90, high: 160 };
  const [count] = describeCount(
    { ...verdict, bucketExpected: 120, ready: true, readyAt: null },
    { type: "error", dimension: "region", dimensionValue: "SP" },
    300_000,
  );
  assert.equal(
    plain(inPortuguese(count!)),
    "1.200 eventos error da região SP em 15 minutos, 3 vezes o esperado (400); " +
      "habitual em 5 minutos agora: 90 a 160",
  );
  const [revenue] = describeGauge(
    {
      score: 0.5,
      surprise: 20,
      views: [{ name: "value", times: 0.4, n: 5000 }],
      expected: 95,
      low: 0,
      high: 1400,
      ready: true,
      readyAt: null,
    },
    1960,
    "money",
  );
  assert.equal(
    plain(inPortuguese(revenue!)),
    "O valor está 40 % além do recorde de 5.000 pontos: R$ 1.960,00, conhecido de R$ 0,00 a " +
      "R$ 1.400,00",
  );
});

Deno.test("reasonTeller() keeps to the English sentence of what has no facts, or facts that do not fit", () => {
  const { text, share } = amount;
  const old: StoredReason[] = [
    { text, share },
    { kind: "amount", text, share },
    { kind: "amount", facts: { amount: "much" }, text, share },
    { kind: "toString", facts: {}, text, share },
  ];
  for (const reason of old) assert.equal(inPortuguese(reason), text);
});
