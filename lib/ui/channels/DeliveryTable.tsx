import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Delivery } from "../../notifications/delivery.ts";
import type { Stored } from "../../store/collections.ts";
import { Ago } from "../Ago.tsx";

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

/** What became of each message, newest first. */
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
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => {
            const last = delivery.tries.at(-1);
            return (
              <tr key={delivery.id} data-delivery={delivery.state}>
                <td class="cell-wrap">{delivery.title}</td>
                <td class="cell-wrap" data-label={texts.channel}>
                  {delivery.channelName ?? texts.deletedChannel}
                </td>
                <td data-label={texts.state}>
                  <span class="badge" data-state={STATES[delivery.state]}>
                    {texts.states[delivery.state]}
                  </span>
                </td>
                <td class="cell-wrap muted" data-label={texts.answer}>
                  {delivery.receipt ?? last?.error}
                </td>
                <td class="number" data-label={texts.tries}>
                  {delivery.tries.filter(({ isSent }) => isSent).length}
                </td>
                <td data-label={texts.lastTry}>
                  <Ago at={last?.at ?? delivery.createdAt} format={format} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
