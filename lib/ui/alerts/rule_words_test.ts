import assert from "node:assert/strict";
import { RULE_PACK } from "../../alerts/rule_pack.ts";
import { aRule } from "../../alerts/testing/alert_rig.ts";
import { formatterFor } from "../../i18n/format.ts";
import { LOCALES } from "../../i18n/locale.ts";
import { messagesFor } from "../../i18n/messages.ts";
import { conditionWords, detailWords, type RuleWords } from "./rule_words.ts";

const wordsIn = (locale: RuleWords["locale"]): RuleWords => ({
  texts: messagesFor(locale).alertRules,
  format: formatterFor(locale, "USD", "UTC"),
  locale,
});

Deno.test("conditionWords() says what makes a rule fire", () => {
  const change = {
    kind: "change",
    filter: { type: "purchase", region: "SP" },
    metric: "sum",
    windowMinutes: 60,
    previousWindows: 6,
    operator: "below",
    value: -50,
  };
  const table: [unknown, string][] = [
    [RULE_PACK["error-spike"]!.condition, "share of error events above 25% in 2 min"],
    [
      RULE_PACK["payment-silence"]!.condition,
      "no purchase events for 30 min, after at least 1,000 in the 24 hours before",
    ],
    [
      RULE_PACK["abnormal-expense"]!.condition,
      "unusual record in expense events with a score of at least 0",
    ],
    [RULE_PACK["dead-letters"]!.condition, "dead letters above 0"],
    [
      change,
      "sum of purchase events (region SP) falls by more than 50% in 1 hr, against the mean of the 6 hr before",
    ],
    [
      { ...change, operator: "above", value: -20, filter: { source: "pos" } },
      "sum of events (source pos) changes by above -20% in 1 hr, against the mean of the 6 hr before",
    ],
  ];
  for (const [condition, expected] of table) {
    const rule = aRule({ condition });
    assert.equal(conditionWords(rule.condition, wordsIn("en")), expected);
  }
});

Deno.test("detailWords() says by what, after and for how long", () => {
  const rule = aRule({ groupBy: "region", forMinutes: 5, keepFiringMinutes: 60 });
  assert.equal(
    detailWords(rule, wordsIn("en")),
    "for each region · must hold for 5 min · keeps firing for 1 hr",
  );
  assert.equal(detailWords(aRule(), wordsIn("pt-BR")), "");
  assert.equal(
    detailWords(RULE_PACK["error-spike"]!, wordsIn("en")),
    "of at least 40 events · keeps firing for 1 min",
  );
});

Deno.test("conditionWords() has words for every rule of the pack in every language", () => {
  for (const locale of LOCALES) {
    for (const rule of Object.values(RULE_PACK)) {
      const said = conditionWords(rule.condition, wordsIn(locale));
      assert.doesNotMatch(said, /undefined|null|function/, said);
    }
  }
});
