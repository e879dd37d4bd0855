import type { Messages } from "../../i18n/messages.ts";
import { PageTabs } from "../PageTabs.tsx";

export interface ChannelTabsProps {
  current: "channels" | "deliveries";
  texts: Messages["channels"];
}

/** Leads between the channels and what they delivered. */
export function ChannelTabs({ current, texts }: ChannelTabsProps) {
  return (
    <PageTabs
      label={texts.tabs}
      tabs={[
        { href: "/channels", text: texts.title, isCurrent: current === "channels" },
        {
          href: "/channels/deliveries",
          text: texts.deliveriesTitle,
          isCurrent: current === "deliveries",
        },
      ]}
    />
  );
}
