import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { AlertBadge, type FiringProps } from "@/islands/AlertBadge.tsx";
import { AlertToasts } from "@/islands/AlertToasts.tsx";
import { NoticeBell } from "@/islands/NoticeBell.tsx";
import { ThemeSwitch } from "@/islands/ThemeSwitch.tsx";
import { isAllowed, type RoutePermission } from "../auth/permissions.ts";
import type { State } from "../define.ts";
import { type Messages, messagesFor } from "../i18n/messages.ts";
import { Icon, type IconName } from "./icons.tsx";
import { LanguageLink } from "./LanguageLink.tsx";
import { Link } from "./Link.tsx";

const LINKS: {
  name: keyof Messages["nav"] & IconName;
  href: string;
  permission: RoutePermission;
}[] = [
  { name: "dashboard", href: "/", permission: "analytics:read" },
  { name: "events", href: "/events", permission: "events:read" },
  { name: "expenses", href: "/expenses", permission: "events:read" },
  { name: "anomalies", href: "/anomalies", permission: "anomalies:read" },
  { name: "alerts", href: "/alerts", permission: "alerts:read" },
  { name: "channels", href: "/channels", permission: "channels:manage" },
  { name: "queue", href: "/queue", permission: "queue:read" },
  { name: "keys", href: "/keys", permission: "api-keys:manage" },
  { name: "users", href: "/users", permission: "users:read" },
  { name: "docs", href: "/docs", permission: "session" },
];

export interface ShellProps {
  state: State;
  url: URL;
  title: string;
  /** Right side of the bar, before language, theme and account. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** Frame of every page: navigation to what the reader may see, bar, content. */
export function Shell({ state, url, title, tools, children }: ShellProps) {
  const texts = messagesFor(state.locale);
  const alerts = isAllowed(state.principal, "alerts:read")
    ? { firing: signal(state.presence?.firing ?? null), locale: state.locale }
    : null;
  return (
    <div class="shell">
      <a class="skip-link" href="#content">{texts.app.skip}</a>
      <Navigation state={state} path={url.pathname} texts={texts} alerts={alerts} />
      <header class="bar">
        <h1 class="bar-title truncate">{title}</h1>
        <div class="bar-tools">
          {tools}
          <LanguageLink locale={state.locale} url={url} />
          {alerts !== null && (
            <NoticeBell unread={state.presence?.unread ?? null} locale={state.locale} />
          )}
          <ThemeSwitch theme={state.theme} locale={state.locale} />
          {state.principal === null
            ? <a class="button" href="/login">{texts.auth.signIn}</a>
            : <SignOut label={texts.app.signOut} name={state.principal.name} />}
        </div>
      </header>
      <main class="main" id="content" tabIndex={-1}>
        {children}
      </main>
      {alerts !== null && <AlertToasts {...alerts} />}
    </div>
  );
}

function SignOut({ label, name }: { label: string; name: string }) {
  return (
    <form method="post" action="/logout">
      <button type="submit" class="button button-ghost button-icon" title={`${label} (${name})`}>
        <Icon name="signOut" />
        <span class="visually-hidden">{label}</span>
      </button>
    </form>
  );
}

interface NavigationProps {
  state: State;
  path: string;
  texts: Messages;
  /** `null` for those who may not read alerts. */
  alerts: FiringProps | null;
}

function Navigation({ state: { principal }, path, texts, alerts }: NavigationProps) {
  const links = LINKS.filter((link) => isAllowed(principal, link.permission));
  return (
    <nav class="nav" aria-label={texts.nav.label}>
      <Link class="brand" href="/">
        <Icon name="lookout" size={22} />
        <span class="brand-name">Vigia</span>
      </Link>
      <ul class="nav-links">
        {links.map(({ name, href }) => (
          <li key={name}>
            <a
              class="nav-link"
              href={href}
              title={texts.nav[name]}
              // Written always, as Fresh would mark the dashboard as current on every page.
              aria-current={isCurrent(path, href) ? "page" : "false"}
            >
              <Icon name={name} />
              <span class="label">{texts.nav[name]}</span>
              {name === "alerts" && alerts !== null && <AlertBadge {...alerts} />}
            </a>
          </li>
        ))}
      </ul>
      {principal !== null && (
        <div class="nav-foot">
          <span class="truncate" title={principal.email}>{principal.name}</span>
          {principal.role !== undefined && <span>{texts.roles.names[principal.role]}</span>}
        </div>
      )}
    </nav>
  );
}

function isCurrent(path: string, href: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
