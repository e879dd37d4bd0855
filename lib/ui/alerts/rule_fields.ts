import type { Condition, ConditionKind } from "../../alerts/condition.ts";
import type { RuleInput, StoredRule } from "../../alerts/rule.ts";
import { linesOf, readLines } from "./text_lines.ts";

/** Conditions on events, as fields of the form. */
export const FILTER_FIELDS = [
  "type",
  "region",
  "product",
  "category",
  "merchant",
  "source",
  "userId",
] as const;

/** Numbers that the form of each kind asks for. */
const NUMBERS = {
  threshold: ["value", "windowMinutes", "minBase"],
  change: ["value", "windowMinutes", "previousWindows", "minBase"],
  absence: ["windowMinutes", "minBefore"],
  anomaly: ["minScore", "windowMinutes"],
  internal: ["value"],
} as const satisfies Record<ConditionKind, readonly string[]>;

/** Names of the fields of the form. */
export type RuleFieldName =
  | "name"
  | "severity"
  | "metric"
  | "operator"
  | "anomalyKind"
  | "groupBy"
  | "forMinutes"
  | "keepFiringMinutes"
  | "labels"
  | "summary"
  | "annotations"
  | typeof FILTER_FIELDS[number]
  | typeof NUMBERS[ConditionKind][number];

/** What the fields hold, by name; an empty text is a field left empty. */
export type RuleDraft = Partial<Record<RuleFieldName, string>>;
/** What is wrong, by field; `form` is what belongs to none. */
export type RuleErrors = Partial<Record<RuleFieldName | "form", string>>;

/** What a new rule of a kind begins with. */
const NEW: Record<ConditionKind, RuleDraft> = {
  threshold: {
    type: "error",
    metric: "count",
    operator: "above",
    windowMinutes: "5",
    minBase: "1",
  },
  change: {
    type: "purchase",
    metric: "sum",
    operator: "below",
    value: "-50",
    windowMinutes: "60",
    previousWindows: "6",
    minBase: "0",
  },
  absence: { type: "purchase", windowMinutes: "30", minBefore: "1" },
  anomaly: { anomalyKind: "", minScore: "0", windowMinutes: "15" },
  internal: { metric: "queue.pending", operator: "above" },
};

const written = (value: unknown) => value === null || value === undefined ? "" : String(value);

/** What the form of a kind begins with: the rule that is changed, or a new one. */
export function draftOf(rule: StoredRule | null, kind: ConditionKind): RuleDraft {
  const begin: RuleDraft = { severity: "warning", forMinutes: "0", keepFiringMinutes: "0" };
  if (rule === null) return { ...begin, ...NEW[kind] };
  const { summary = "", ...annotations } = rule.annotations;
  return {
    name: rule.name,
    severity: rule.severity,
    groupBy: rule.groupBy ?? "",
    forMinutes: String(rule.forMinutes),
    keepFiringMinutes: String(rule.keepFiringMinutes),
    labels: linesOf(rule.labels),
    summary,
    annotations: linesOf(annotations),
    ...(rule.condition.kind === kind ? conditionDraft(rule.condition) : NEW[kind]),
  };
}

function conditionDraft(condition: Condition): RuleDraft {
  const { kind: _, ...fields } = condition;
  const { filter = {}, ...others } = { filter: undefined, ...fields };
  return Object.fromEntries(
    Object.entries({ ...filter, ...others }).map(([name, value]) => [name, written(value)]),
  );
}

/** A rule as the form says it, to be judged by the server; or what cannot even be read. */
export function readRule(
  kind: ConditionKind,
  form: FormData,
  enabled: boolean,
): { rule: unknown; errors: RuleErrors } {
  const text = (name: RuleFieldName) => String(form.get(name) ?? "").trim();
  const number = (name: RuleFieldName) => text(name) === "" ? undefined : Number(text(name));
  const labels = readLines(text("labels"));
  const annotations = readLines(text("annotations"));
  const summary = text("summary");
  const errors: RuleErrors = {};
  if (labels.wrong !== null) errors.labels = labels.wrong;
  if (annotations.wrong !== null) errors.annotations = annotations.wrong;
  const rule = {
    name: text("name"),
    enabled,
    severity: text("severity"),
    condition: {
      kind,
      ...choicesOf(kind, text),
      ...Object.fromEntries(NUMBERS[kind].map((name) => [name, number(name)])),
    },
    groupBy: text("groupBy") || null,
    forMinutes: number("forMinutes"),
    keepFiringMinutes: number("keepFiringMinutes"),
    labels: labels.texts,
    annotations: { ...(summary !== "" && { summary }), ...annotations.texts },
  };
  return { rule, errors };
}

/** What is chosen, and which events are meant. */
function choicesOf(kind: ConditionKind, text: (name: RuleFieldName) => string): object {
  if (kind === "anomaly") {
    return { anomalyKind: text("anomalyKind") || null, type: text("type") || null };
  }
  const compared = { metric: text("metric"), operator: text("operator") };
  if (kind === "internal") return compared;
  const filter = Object.fromEntries(
    FILTER_FIELDS.map((name) => [name, text(name)]).filter(([, value]) => value !== ""),
  );
  return kind === "absence" ? { filter } : { filter, ...compared };
}

/** What the API may be sent of a stored rule. */
export function inputOf(rule: StoredRule): RuleInput {
  const { name, enabled, severity, condition, groupBy } = rule;
  const { forMinutes, keepFiringMinutes, labels, annotations } = rule;
  return {
    name,
    enabled,
    severity,
    condition,
    groupBy,
    forMinutes,
    keepFiringMinutes,
    labels,
    annotations,
  };
}

/** Errors of an answer by the field of the form that each is about; the first of each. */
export function errorsByField(
  errors: readonly { path: string; message: string }[],
  shown: (name: string) => boolean,
): RuleErrors {
  const found: RuleErrors = {};
  for (const { path, message } of errors) {
    const { name, said } = placeOf(path.replace(/^rule\./, ""), message);
    if (shown(name)) found[name as RuleFieldName] ??= said;
    else found.form ??= path === "" ? message : `${path}: ${message}`;
  }
  return found;
}

function placeOf(path: string, message: string): { name: string; said: string } {
  const [first = "", ...rest] = path.split(".");
  const inner = rest.join(".");
  if (first === "condition") {
    const name = inner === "filter" ? "type" : inner.replace(/^filter\./, "");
    return { name, said: message };
  }
  if (path === "annotations.summary") return { name: "summary", said: message };
  return { name: first, said: inner === "" ? message : `${inner}: ${message}` };
}
