import type { ComponentChildren } from "preact";
import { ThemeSwitch } from "@/islands/ThemeSwitch.tsx";
import { isAllowed, type RoutePermission } from "../auth/permissions.ts";
import type { State } from "../define.ts";
import { type Messages, messagesFor } from "../i18n/messages.ts";
import { Icon, type IconName } from "./icons.tsx";

const LINKS: {
  name: keyof Messages["nav"] & IconName;
  href: string;
  permission: RoutePermission;
}[] = [
  { name: "dashboard", href: "/", permission: "analytics:read" },
  { name: "events", href: "/events", permission: "events:read" },
  { name: "queue", href: "/queue", permission: "queue:read" },
  { name: "keys", href: "/keys", permission: "api-keys:manage" },
  { name: "docs", href: "/docs", permission: "public" },
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
  const links = LINKS.filter((link) => isAllowed(state.principal, link.permission));
  return (
    <div class="shell">
      <a class="skip-link" href="#content">{texts.app.skip}</a>
      <nav class="nav" aria-label={texts.nav.label}>
        <a class="brand" href="/">
          <Icon name="lookout" size={22} />
          <span class="brand-name">Vigia</span>
        </a>
        <ul class="nav-links">
          {links.map(({ name, href }) => (
            <li key={name}>
              <a
                class="nav-link"
                href={href}
                aria-current={isCurrent(url.pathname, href) ? "page" : undefined}
              >
                <Icon name={name} />
                <span class="label">{texts.nav[name]}</span>
              </a>
            </li>
          ))}
        </ul>
        <div class="nav-foot">{texts.app.tagline}</div>
      </nav>
      <header class="bar">
        <h1 class="bar-title truncate">{title}</h1>
        <div class="bar-tools">
          {tools}
          <LanguageLinks state={state} url={url} texts={texts} />
          <ThemeSwitch theme={state.theme} locale={state.locale} />
          {state.principal === null
            ? <a class="button" href="/login">{texts.auth.signIn}</a>
            : <SignOut label={texts.app.signOut} name={state.principal.name} />}
        </div>
      </header>
      <main class="main" id="content" tabIndex={-1}>
        <div class="main-inner">{children}</div>
      </main>
    </div>
  );
}

function SignOut({ label, name }: { label: string; name: string }) {
  return (
    <form method="post" action="/logout">
      <button
        type="submit"
        class="button button-ghost button-icon"
        title={`${label} (${name})`}
      >
        <Icon name="signOut" />
        <span class="visually-hidden">{label}</span>
      </button>
    </form>
  );
}

function isCurrent(path: string, href: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}

/** The other language, as a plain link: `?lang=` sets the cookie and comes back. */
export function LanguageLinks({ state, url, texts }: { state: State; url: URL; texts: Messages }) {
  const other = state.locale === "en" ? "pt-BR" : "en";
  const next = `${url.pathname}${url.search}`;
  return (
    <a
      class="button button-ghost"
      href={`/language?to=${other}&next=${encodeURIComponent(next)}`}
      hreflang={other}
      title={texts.app.language}
    >
      {other === "en" ? "EN" : "PT"}
    </a>
  );
}
