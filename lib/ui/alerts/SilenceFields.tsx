import type { Messages } from "../../i18n/messages.ts";
import { FormField } from "../FormField.tsx";

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
      <FormField
        id="silence-matchers"
        name="matchers"
        type="lines"
        label={texts.matchers}
        help={texts.matchersHelp}
        error={errors.matchers}
        value={matchers}
      />
      <FormField
        id="silence-comment"
        name="comment"
        label={texts.comment}
        help={texts.commentHelp}
        error={errors.comment}
        value=""
        maxLength={500}
      />
      <FormField
        id="silence-minutes"
        name="minutes"
        label={texts.duration}
        value="60"
        options={MINUTES.map((minutes) => [String(minutes), durationText(minutes, texts)])}
      />
    </>
  );
}
