import type { Messages } from "../../i18n/messages.ts";

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
    <nav class="page-tabs" aria-label={texts.label}>
      <div class="segments">
        {PAGES.map(({ name, href }) => (
          <a key={name} href={href} aria-current={name === current ? "true" : "false"}>
            {texts[name]}
          </a>
        ))}
      </div>
    </nav>
  );
}
