import type { Messages } from "../../i18n/messages.ts";

const MINUTES = [30, 60, 240, 480, 1_440, 10_080];

export interface SilenceFieldsProps {
  texts: Messages["silences"];
  /** Conditions to begin with, one a line. */
  matchers: string;
  /** What is wrong, by field. */
  errors: Readonly<Record<string, string>>;
}

function durationText(minutes: number, texts: Messages["silences"]): string {
  if (minutes < 60) return texts.minutes(minutes);
  return minutes < 1_440 ? texts.hours(minutes / 60) : texts.days(minutes / 1_440);
}

/** Fields of a new silence: what, why, how long. */
export function SilenceFields({ texts, matchers, errors }: SilenceFieldsProps) {
  return (
    <>
      <div class="field">
        <label for="silence-matchers">{texts.matchers}</label>
        <textarea
          class="input text-area"
          id="silence-matchers"
          name="matchers"
          required
          spellcheck={false}
          defaultValue={matchers}
          aria-invalid={errors.matchers === undefined ? undefined : "true"}
          aria-describedby="silence-matchers-help silence-matchers-error"
        />
        <span class="field-help" id="silence-matchers-help">{texts.matchersHelp}</span>
        <span class="field-error" id="silence-matchers-error">{errors.matchers}</span>
      </div>
      <div class="field">
        <label for="silence-comment">{texts.comment}</label>
        <input
          class="input"
          id="silence-comment"
          name="comment"
          required
          maxLength={500}
          autocomplete="off"
          aria-invalid={errors.comment === undefined ? undefined : "true"}
          aria-describedby="silence-comment-help silence-comment-error"
        />
        <span class="field-help" id="silence-comment-help">{texts.commentHelp}</span>
        <span class="field-error" id="silence-comment-error">{errors.comment}</span>
      </div>
      <div class="field">
        <label for="silence-minutes">{texts.duration}</label>
        <select class="select" id="silence-minutes" name="minutes" defaultValue="60">
          {MINUTES.map((minutes) => (
            <option key={minutes} value={minutes} selected={minutes === 60}>
              {durationText(minutes, texts)}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
