import type { Condition, RuleFilter } from "../../alerts/condition.ts";
import type { RuleInput } from "../../alerts/rule.ts";
import { unitOf, type ValueUnit } from "../../alerts/value_unit.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { Messages } from "../../i18n/messages.ts";
import { durationWords } from "./routing_words.ts";

/** What the words about rules are made with. */
export interface RuleWords {
  texts: Messages["alertRules"];
  format: Formatter;
  locale: Locale;
}

/** Writes what a rule measures: a share and a change in per cent, everything else as a number. */
export function measuredText(condition: Condition, value: number, { format }: RuleWords): string {
  return valueText(value, unitOf(condition), format);
}

/** Writes a value in its unit; a change with its sign. */
export function valueText(value: number, unit: ValueUnit, format: Formatter): string {
  if (unit === "number") return format.count(value);
  return unit === "share" ? format.percent(value) : format.percent(value / 100, true);
}

/** A condition as a sentence without its full stop: `number of error events above 10 in 5 min`. */
export function conditionWords(condition: Condition, words: RuleWords): string {
  const { texts, format, locale } = words;
  const minutes = (count: number) => durationWords(count * 60, locale);
  switch (condition.kind) {
    case "threshold":
      return texts.threshold(
        texts.metrics[condition.metric](filterWords(condition.filter, words)),
        texts.operators[condition.operator],
        measuredText(condition, condition.value, words),
        minutes(condition.windowMinutes),
      );
    case "change": {
      const measured = texts.metrics[condition.metric](filterWords(condition.filter, words));
      const { operator, value, windowMinutes, previousWindows } = condition;
      const isPlain = operator === "above" ? value >= 0 : value <= 0;
      return texts.changeOf(
        measured,
        isPlain
          ? texts.changes[operator](format.percent(Math.abs(value) / 100))
          : texts.changesTo(texts.operators[operator], format.percent(value / 100, true)),
        minutes(windowMinutes),
        minutes(windowMinutes * previousWindows),
      );
    }
    case "absence":
      return texts.absence(
        filterWords(condition.filter, words),
        minutes(condition.windowMinutes),
        format.count(condition.minBefore),
      );
    case "anomaly":
      return texts.anomaly(
        texts.anomalyKinds[condition.anomalyKind ?? ""],
        condition.type,
        format.count(condition.minScore),
      );
    case "internal":
      return texts.internal(
        texts.internalMetrics[condition.metric],
        texts.operators[condition.operator],
        format.count(condition.value),
      );
  }
}

/** `error events (region SP, source pos)`. */
function filterWords({ type, ...others }: RuleFilter, { texts }: RuleWords): string {
  const conditions = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${texts.dimensions[name as keyof typeof others]} ${value}`);
  const events = texts.events(type ?? null);
  return conditions.length === 0 ? events : `${events} (${conditions.join(", ")})`;
}

/** What else decides when a rule fires: of how many, per dimension, for how long. */
export function detailWords(rule: RuleInput, { texts, format, locale }: RuleWords): string {
  const minutes = (count: number) => durationWords(count * 60, locale);
  const { condition } = rule;
  const isShare = condition.kind === "threshold" && condition.metric === "share";
  return [
    ...(isShare && condition.minBase > 1 ? [texts.ofAtLeast(format.count(condition.minBase))] : []),
    ...(rule.groupBy === null ? [] : [texts.per(texts.dimensions[rule.groupBy])]),
    ...(rule.forMinutes === 0 ? [] : [texts.holdsFor(minutes(rule.forMinutes))]),
    ...(rule.keepFiringMinutes === 0 ? [] : [texts.keepsFiring(minutes(rule.keepFiringMinutes))]),
  ].join(" · ");
}
