export interface PageTabsProps {
  /** Says what the links are, to those who cannot see it. */
  label: string;
  tabs: readonly { href: string; text: string; isCurrent: boolean }[];
}

/** Leads between pages that belong together. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  return (
    <nav class="page-tabs" aria-label={label}>
      <div class="segments">
        {tabs.map(({ href, text, isCurrent }) => (
          <a key={href} href={href} aria-current={isCurrent ? "true" : "false"}>{text}</a>
        ))}
      </div>
    </nav>
  );
}
