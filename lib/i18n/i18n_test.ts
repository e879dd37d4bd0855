import assert from "node:assert/strict";
import { formatterFor } from "./format.ts";
import { negotiateLocale, parseLocale } from "./locale.ts";

Deno.test("negotiateLocale() follows quality, takes any Portuguese, and falls back to English", () => {
  const cases: [string | null, string][] = [
    [null, "en"],
    ["pt-BR,pt;q=0.9,en;q=0.8", "pt-BR"],
    ["pt-PT", "pt-BR"],
    ["en;q=0.4, pt;q=0.7", "pt-BR"],
    ["fr, de", "en"],
    ["pt;q=0, en", "en"],
    ["*", "en"],
    [";;q=,", "en"],
  ];
  for (const [header, expected] of cases) {
    assert.equal(negotiateLocale(header), expected, `${header}`);
  }
});

Deno.test("parseLocale() accepts the offered languages only", () => {
  assert.equal(parseLocale("pt-BR"), "pt-BR");
  assert.equal(parseLocale("xx"), null);
});

Deno.test("formatterFor() writes money, counts and times as the reader's language does", () => {
  const br = formatterFor("pt-BR", "BRL", "America/Sao_Paulo");
  const en = formatterFor("en", "BRL", "UTC");
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
  assert.equal(plain(br.money(1234.5)), "R$ 1.234,50");
  assert.equal(plain(en.money(1234.5)), "R$1,234.50");
  assert.equal(plain(br.compactMoney(12_400)), "R$ 12,4 mil");
  assert.equal(plain(br.axisMoney(895_800)), "R$ 896 mil");
  assert.equal(en.axisMoney(0), "R$0");
  assert.equal(en.count(1_234_567), "1,234,567");
  assert.equal(plain(br.bytes(17_650)), "17,7 kB");
  assert.equal(plain(en.percent(0.1234, true)), "+12.3%");
  assert.match(br.dateTime("2026-01-02T03:04:05Z"), /02\/01\/2026.*00:04:05/);
  assert.equal(
    plain(en.relative("2026-01-01T00:00:00Z", Date.UTC(2026, 0, 1, 0, 2))),
    "2 min. ago",
  );
});
