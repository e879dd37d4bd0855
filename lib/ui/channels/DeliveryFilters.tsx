import type { Messages } from "../../i18n/messages.ts";
import type { PublicChannel } from "../../notifications/channel.ts";
import { DELIVERY_STATES } from "../../notifications/delivery_state.ts";
import { FormField } from "../FormField.tsx";
import { Link } from "../Link.tsx";

export interface DeliveryFiltersProps {
  channels: readonly PublicChannel[];
  query: URLSearchParams;
  texts: Messages["channels"];
}

/** Which deliveries are listed: a form of GET, so that the choice stands in the address. */
export function DeliveryFilters({ channels, query, texts }: DeliveryFiltersProps) {
  const all = ["", texts.all] as const;
  const states = DELIVERY_STATES.map((state) => [state, texts.states[state]] as const);
  const names = channels.map(({ id, name }) => [id, name] as const);
  const message = query.get("notificationId");
  return (
    <form
      method="get"
      action="/channels/deliveries"
      class="card filter-form delivery-filters page-head"
    >
      <FormField
        id="delivery-channel"
        name="channelId"
        label={texts.channel}
        value={query.get("channelId") ?? ""}
        options={[all, ...names]}
      />
      <FormField
        id="delivery-state"
        name="state"
        label={texts.state}
        value={query.get("state") ?? ""}
        options={[all, ...states]}
      />
      {message !== null && <input type="hidden" name="notificationId" value={message} />}
      <button type="submit" class="button button-primary">{texts.show}</button>
      {query.size > 0 && (
        <Link class="button button-ghost" href="/channels/deliveries">{texts.showAll}</Link>
      )}
    </form>
  );
}
