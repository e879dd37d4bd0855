import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { DeadLetter } from "../../queue/job.ts";
import { Ago } from "../Ago.tsx";
import { Icon } from "../icons.tsx";

export interface DeadLetterItemProps {
  letter: DeadLetter;
  texts: Messages["queue"];
  format: Formatter;
  /** Absent for those who may only read. */
  onReplay?: (() => void) | undefined;
  onDiscard?: (() => void) | undefined;
}

/** A given-up job: what it was and why it failed on one line, everything else when opened. */
export function DeadLetterItem(props: DeadLetterItemProps) {
  const { letter, texts, format, onReplay, onDiscard } = props;
  const error = letter.lastError ?? texts.noError;
  return (
    <li class="letter" data-letter={letter.id}>
      <details>
        <summary>
          <Icon name="chevron" size={16} />
          <span class="letter-kind mono truncate">{letter.kind}</span>
          <span class="letter-error truncate" title={error}>{error}</span>
          <span class="letter-facts muted">
            {texts.attempts(letter.attempts)} · <Ago at={letter.diedAt} format={format} />
          </span>
        </summary>
        <LetterDetails letter={letter} texts={texts} format={format} />
      </details>
      <div class="letter-actions needs-script">
        {onReplay && (
          <button
            type="button"
            class="button"
            aria-label={texts.replayName(letter.kind)}
            onClick={onReplay}
          >
            {texts.replay}
          </button>
        )}
        {onDiscard && (
          <button
            type="button"
            class="button button-danger"
            aria-label={texts.discardName(letter.kind)}
            onClick={onDiscard}
          >
            {texts.discard}
          </button>
        )}
      </div>
    </li>
  );
}

type LetterDetailsProps = Pick<DeadLetterItemProps, "letter" | "texts" | "format">;

function LetterDetails({ letter, texts, format }: LetterDetailsProps) {
  const isLarge = letter.payload === null && letter.payloadBytes > "null".length;
  return (
    <dl class="definition letter-details">
      <div>
        <dt>{texts.lastError}</dt>
        <dd>
          <pre class="json" tabIndex={0}>{letter.lastError ?? texts.noError}</pre>
        </dd>
      </div>
      <div>
        <dt>{texts.payload}</dt>
        <dd>
          {isLarge
            ? texts.payloadLarge(format.bytes(letter.payloadBytes))
            : <pre class="json" tabIndex={0}>{JSON.stringify(letter.payload, null, 2)}</pre>}
        </dd>
      </div>
      <div>
        <dt>{texts.history}</dt>
        <dd>
          <ol class="plain-list">
            {letter.history.map(({ at, what, error }, index) => (
              <li key={index}>
                <time class="muted" dateTime={at}>{format.dateTime(at)}</time> {texts.what[what]}
                {error === null ? "" : `: ${error}`}
              </li>
            ))}
          </ol>
        </dd>
      </div>
      <div>
        <dt>{texts.created}</dt>
        <dd>{format.dateTime(letter.createdAt)}</dd>
      </div>
      <div>
        <dt>{texts.died}</dt>
        <dd>
          {format.dateTime(letter.diedAt)} · {texts.attempts(letter.attempts)} ·{" "}
          {texts.crashes(letter.crashes)}
        </dd>
      </div>
      <div>
        <dt>{texts.id}</dt>
        <dd class="mono">{letter.id}</dd>
      </div>
    </dl>
  );
}
