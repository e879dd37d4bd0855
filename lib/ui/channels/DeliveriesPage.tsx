import type { State } from "../../define.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import type { PublicChannel } from "../../notifications/channel.ts";
import type { Delivery } from "../../notifications/delivery.ts";
import type { Stored } from "../../store/collections.ts";
import type { Page } from "../../store/pages.ts";
import { Pager } from "../Pager.tsx";
import { Shell } from "../Shell.tsx";
import { ChannelTabs } from "./ChannelTabs.tsx";
import { DeliveryFilters } from "./DeliveryFilters.tsx";
import { DeliveryTable } from "./DeliveryTable.tsx";

export interface DeliveriesPageProps {
  state: State;
  url: URL;
  channels: PublicChannel[];
  deliveries: Page<Stored<Delivery>>;
  /** What became of the wish to send one again; `null` without one. */
  again: "sent" | "gone" | null;
}

/** Everything that was sent, or should have been, newest first. */
export function DeliveriesPage({ state, url, channels, deliveries, again }: DeliveriesPageProps) {
  const texts = messagesFor(state.locale).channels;
  const format = formatterFor(state.locale, state.services.config.displayCurrency, state.timeZone);
  const query = new URLSearchParams(url.search);
  query.delete("again");
  const filters = new URLSearchParams(query);
  filters.delete("cursor");
  return (
    <Shell state={state} url={url} title={texts.deliveriesTitle}>
      <ChannelTabs current="deliveries" texts={texts} />
      {again !== null && (
        <p class="notice page-head" data-state={again === "sent" ? "ok" : "warning"} role="status">
          {texts.sentAgain[again]}
        </p>
      )}
      <DeliveryFilters channels={channels} query={filters} texts={texts} />
      <section class="card" aria-label={texts.deliveriesTitle}>
        {deliveries.items.length === 0
          ? <div class="empty">{filters.size > 0 ? texts.noneSuch : texts.noDeliveries}</div>
          : <DeliveryTable deliveries={deliveries.items} texts={texts} format={format} />}
        <Pager path="/channels/deliveries" query={query} next={deliveries.next} texts={texts} />
      </section>
    </Shell>
  );
}
