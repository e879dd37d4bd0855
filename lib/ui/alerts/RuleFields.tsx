import { useState } from "preact/hooks";
import type { ConditionKind } from "../../alerts/condition.ts";
import { anomalyDimensions, RULE_DIMENSIONS } from "../../alerts/rule_dimensions.ts";
import type { Messages } from "../../i18n/messages.ts";
import { WELL_KNOWN_TYPES } from "../events/filter_fields.ts";
import { FormField, type FormFieldProps } from "../FormField.tsx";
import {
  FILTER_FIELDS,
  type RuleDraft,
  type RuleErrors,
  type RuleFieldName,
} from "./rule_fields.ts";

export interface RuleFieldsProps {
  kind: ConditionKind;
  /** What the fields begin with. */
  draft: RuleDraft;
  errors: RuleErrors;
  texts: Messages["alertRules"];
  severities: Messages["alerts"]["severities"];
}

/** Longest window in minutes, and longest time that a condition must hold. */
const MAX_MINUTES = 1_440;
const PERCENTILES = ["p50", "p95", "p99"];

/** A field by its name, with what a kind of rule says of it. */
type Field = (name: RuleFieldName, given?: Partial<FormFieldProps>) => preact.JSX.Element;

/** Values and words of a choice. */
const choices = (words: Readonly<Record<string, string>>) => Object.entries(words);

/** Fields of a rule of one kind: which events, when it fires, what is told. */
export function RuleFields(props: RuleFieldsProps) {
  const { kind, draft, errors, texts } = props;
  const [metric, setMetric] = useState(draft.metric ?? "");
  const field: Field = (name, given = {}) => (
    <FormField
      key={`${kind}-${name}`}
      id={`rule-${name}`}
      name={name}
      label={texts.fields[name]}
      value={draft[name] ?? ""}
      error={errors[name]}
      {...given}
    />
  );
  const parts = { ...props, field, metric, setMetric };
  return (
    <>
      {kind !== "internal" && <EventFields {...parts} />}
      <fieldset class="rule-part">
        <legend>{texts.when}</legend>
        <LimitFields {...parts} />
        <TimeFields {...parts} />
      </fieldset>
      <ToldFields {...parts} />
    </>
  );
}

interface PartProps extends RuleFieldsProps {
  field: Field;
  metric: string;
  setMetric: (metric: string) => void;
}

function EventFields({ kind, draft, errors, texts, field }: PartProps) {
  const narrow = kind === "anomaly" ? [] : FILTER_FIELDS.filter((name) => name !== "type");
  const isNarrowed = narrow.some((name) => draft[name] !== undefined || errors[name] !== undefined);
  return (
    <fieldset class="rule-part">
      <legend>{texts.what}</legend>
      {kind === "anomaly" && field("anomalyKind", { options: choices(texts.anomalyKinds) })}
      {field("type", {
        optional: texts.optional,
        help: texts.help.type,
        list: "rule-types",
        maxLength: 64,
      })}
      <datalist id="rule-types">
        {WELL_KNOWN_TYPES.map((type) => <option key={type} value={type} />)}
      </datalist>
      {narrow.length > 0 && (
        <details class="rule-more" open={isNarrowed}>
          <summary class="button">{texts.more}</summary>
          <div class="rule-pairs">
            {narrow.map((name) => field(name, { optional: texts.optional, maxLength: 256 }))}
          </div>
        </details>
      )}
    </fieldset>
  );
}

/** What is measured, and the limit that it must cross. */
function LimitFields({ kind, texts, field, metric, setMetric }: PartProps) {
  if (kind === "absence") return field("minBefore", { type: "number", min: 1 });
  if (kind === "anomaly") return field("minScore", { type: "number", min: 0 });
  const { above, below } = texts.operators;
  const isChange = kind === "change";
  return (
    <>
      {kind === "internal"
        ? field("metric", { options: choices(texts.internalMetrics) })
        : field("metric", { options: choices(texts.metricNames), onChoose: setMetric })}
      <div class="rule-pairs">
        {field("operator", { options: choices(isChange ? { above, below } : texts.operators) })}
        {field("value", {
          type: "number",
          label: isChange ? texts.changeValue : texts.fields.value,
          help: isChange
            ? texts.help.changeValue
            : metric === "share"
            ? texts.help.share
            : undefined,
        })}
      </div>
      {isChange && (
        <div class="rule-pairs">
          {field("previousWindows", { type: "number", min: 1, max: 60 })}
          {field("minBase", { type: "number", min: 0, help: texts.help.changeBase })}
        </div>
      )}
      {kind === "threshold" && metric === "share" &&
        field("minBase", { type: "number", min: 0, help: texts.help.minBase })}
    </>
  );
}

function TimeFields({ kind, texts, severities, field, metric }: PartProps) {
  const dimensions = kind === "anomaly" ? anomalyDimensions(null) : RULE_DIMENSIONS;
  const minutes = { type: "number", min: 0, max: MAX_MINUTES } as const;
  return (
    <>
      <div class="rule-pairs">
        {kind !== "internal" && field("windowMinutes", {
          ...minutes,
          min: 1,
          help: PERCENTILES.includes(metric) ? texts.help.percentile : undefined,
        })}
        {field("forMinutes", { ...minutes, help: texts.help.forMinutes })}
      </div>
      <div class="rule-pairs">
        {field("keepFiringMinutes", { ...minutes, help: texts.help.keepFiringMinutes })}
        {kind !== "internal" && field("groupBy", {
          options: [
            ["", texts.none],
            ...dimensions.map((name): [string, string] => [name, texts.dimensions[name]]),
          ],
          help: texts.help.groupBy,
        })}
      </div>
      {field("severity", { options: choices(severities) })}
    </>
  );
}

function ToldFields({ texts, field }: PartProps) {
  const lines = { type: "lines", optional: texts.optional } as const;
  return (
    <fieldset class="rule-part">
      <legend>{texts.message}</legend>
      {field("summary", { ...lines, help: texts.help.summary, maxLength: 1_000 })}
      {field("labels", { ...lines, help: texts.help.labels })}
      {field("annotations", { ...lines, help: texts.help.annotations })}
    </fieldset>
  );
}
