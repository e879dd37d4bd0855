import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Delivery } from "../../notifications/delivery.ts";
import { isSendable } from "../../notifications/delivery_state.ts";
import type { Stored } from "../../store/collections.ts";
import { Ago } from "../Ago.tsx";
import { failureWords } from "./failure_words.ts";

export interface DeliveryTableProps {
  deliveries: Stored<Delivery>[];
  texts: Messages["channels"];
  format: Formatter;
}

const STATES = {
  pending: "warning",
  delivered: "ok",
  partial: "warning",
  failed: "critical",
} as const;

/** What became of each message, newest first; those that ended badly can be sent again. */
export function DeliveryTable({ deliveries, texts, format }: DeliveryTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards delivery-table">
        <thead>
          <tr>
            <th scope="col">{texts.message}</th>
            <th scope="col">{texts.channel}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">{texts.answer}</th>
            <th scope="col" class="number">{texts.tries}</th>
            <th scope="col">{texts.lastTry}</th>
            <th scope="col">
              <span class="visually-hidden">{texts.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr key={delivery.id} data-delivery={delivery.state}>
              <td class="cell-wrap">
                <a
                  class="row-link"
                  href={`/channels/deliveries?notificationId=${
                    encodeURIComponent(delivery.notificationId)
                  }`}
                >
                  {delivery.title}
                </a>
              </td>
              <td class="cell-wrap" data-label={texts.channel}>
                {delivery.channelName ?? texts.deletedChannel}
              </td>
              <td data-label={texts.state}>
                <span class="badge" data-state={STATES[delivery.state]}>
                  {texts.states[delivery.state]}
                </span>
              </td>
              <td class="cell-wrap muted" data-label={texts.answer}>
                <Answers delivery={delivery} texts={texts} format={format} />
              </td>
              <td class="number" data-label={texts.tries}>
                {delivery.tries.filter(({ isSent }) => isSent).length}
              </td>
              <td data-label={texts.lastTry}>
                <Ago at={delivery.tries.at(-1)?.at ?? delivery.createdAt} format={format} />
              </td>
              <td class="actions">
                {isSendable(delivery) && (
                  <form method="post" action="/channels/deliveries">
                    <button
                      type="submit"
                      class="button"
                      name="send"
                      value={delivery.id}
                      aria-label={texts.sendAgainName(delivery.title)}
                    >
                      {texts.sendAgain}
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AnswersProps {
  delivery: Stored<Delivery>;
  texts: Messages["channels"];
  format: Formatter;
}

/** The last word, and what came before it on demand. */
function Answers({ delivery: { receipt, tries }, texts, format }: AnswersProps) {
  const wordsOf = ({ failure, error }: Delivery["tries"][number]) =>
    failureWords(failure, texts) ?? error;
  const newest = tries.at(-1);
  const last = receipt ?? (newest && wordsOf(newest));
  if (tries.length < 2) return <>{last}</>;
  return (
    <details class="delivery-tries">
      <summary>{last}</summary>
      <ol>
        {tries.map((one) => (
          <li key={one.at}>
            <time dateTime={one.at}>{format.dateTime(one.at)}</time>{" "}
            {wordsOf(one) ?? texts.accepted}
            {!one.isSent && ` (${texts.notSent})`}
          </li>
        ))}
      </ol>
    </details>
  );
}
