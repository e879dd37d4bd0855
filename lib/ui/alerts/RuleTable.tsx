import type { OpenCounts } from "../../alerts/open_counts.ts";
import type { StoredRule } from "../../alerts/rule.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Link } from "../Link.tsx";
import { conditionWords, detailWords, type RuleWords } from "./rule_words.ts";
import { SEVERITY_BADGES } from "./severity_badges.ts";

export interface RuleTableProps {
  rules: StoredRule[];
  /** Open alerts by the rule's id. */
  open: Readonly<Record<string, OpenCounts>>;
  words: RuleWords;
  severities: Messages["alerts"]["severities"];
  /** Absent where nothing can be changed. */
  controls?: RuleControls | undefined;
}

/** What can be done to a rule. */
export interface RuleControls {
  onSwitch: (rule: StoredRule) => void;
  onChange: (rule: StoredRule) => void;
  onDelete: (rule: StoredRule) => void;
}

/** Rules with what they watch and where they stand. */
export function RuleTable({ rules, open, words, severities, controls }: RuleTableProps) {
  const { texts } = words;
  return (
    <div class="table-box">
      <table class="table table-cards rule-table">
        <thead>
          <tr>
            <th scope="col">{texts.rule}</th>
            <th scope="col">{texts.condition}</th>
            <th scope="col">{texts.severity}</th>
            <th scope="col">{texts.state}</th>
            {controls !== undefined && (
              <>
                <th scope="col">{texts.on}</th>
                <th scope="col">
                  <span class="visually-hidden">{texts.actions}</span>
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id} id={`rule-${rule.id}`} data-rule={rule.name}>
              <td class="cell-name cell-wrap">
                {rule.name}
                <p class="field-help">
                  {texts.kinds[rule.condition.kind]}
                  {rule.packKey !== null && ` · ${texts.ready}`}
                </p>
              </td>
              <td class="cell-wrap rule-condition">
                {conditionWords(rule.condition, words)}
                <Details text={detailWords(rule, words)} />
              </td>
              <td data-label={texts.severity}>
                <span class="badge" data-state={SEVERITY_BADGES[rule.severity]}>
                  {severities[rule.severity]}
                </span>
              </td>
              <td data-label={texts.state}>
                <RuleState rule={rule} open={open[rule.id]} words={words} />
              </td>
              {controls !== undefined && <Controls rule={rule} texts={texts} controls={controls} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Details({ text }: { text: string }) {
  return text === "" ? null : <p class="field-help">{text}</p>;
}

interface RuleStateProps {
  rule: StoredRule;
  open: OpenCounts | undefined;
  words: RuleWords;
}

/** The way to the rule's alerts, in words that say how many are open. */
function RuleState({ rule, open, words: { texts, format } }: RuleStateProps) {
  const { firing = 0, pending = 0 } = open ?? {};
  const said = [
    ...(firing > 0 ? [texts.firing(firing, format.count(firing))] : []),
    ...(pending > 0 ? [texts.pending(pending, format.count(pending))] : []),
  ].join(", ");
  const state = !rule.enabled
    ? "off"
    : firing > 0
    ? "firing"
    : pending > 0
    ? "pending"
    : "inactive";
  const idle = rule.enabled ? texts.inactive : texts.off;
  return (
    <Link
      class={firing > 0 ? "rule-state rule-firing" : "rule-state quiet-link"}
      href={`/alerts?ruleId=${encodeURIComponent(rule.id)}`}
      aria-label={`${said || idle}: ${texts.alertsOf(rule.name)}`}
      data-rule-state={state}
    >
      {said || idle}
    </Link>
  );
}

interface ControlsProps {
  rule: StoredRule;
  texts: Messages["alertRules"];
  controls: RuleControls;
}

function Controls({ rule, texts, controls }: ControlsProps) {
  return (
    <>
      <td class="cell-switch">
        <button
          type="button"
          role="switch"
          class="switch needs-script"
          aria-checked={rule.enabled ? "true" : "false"}
          aria-label={texts.switchName(rule.name)}
          onClick={() => controls.onSwitch(rule)}
        />
      </td>
      <td class="actions">
        <div class="form-actions">
          <button
            type="button"
            class="button needs-script"
            aria-label={texts.changeName(rule.name)}
            onClick={() => controls.onChange(rule)}
          >
            {texts.change}
          </button>
          <button
            type="button"
            class="button button-danger needs-script"
            aria-label={texts.deleteName(rule.name)}
            onClick={() => controls.onDelete(rule)}
          >
            {texts.delete}
          </button>
        </div>
      </td>
    </>
  );
}
