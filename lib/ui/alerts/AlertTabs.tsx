import type { Messages } from "../../i18n/messages.ts";
import { PageTabs } from "../PageTabs.tsx";

const PAGES = [
  { name: "alerts", href: "/alerts" },
  { name: "rules", href: "/alerts/rules" },
  { name: "silences", href: "/alerts/silences" },
  { name: "routing", href: "/alerts/routing" },
] as const;

export interface AlertTabsProps {
  current: typeof PAGES[number]["name"];
  texts: Messages["alertTabs"];
}

/** Leads between the pages about alerts. */
export function AlertTabs({ current, texts }: AlertTabsProps) {
  return (
    <PageTabs
      label={texts.label}
      tabs={PAGES.map(({ name, href }) => ({
        href,
        text: texts[name],
        isCurrent: name === current,
      }))}
    />
  );
}
