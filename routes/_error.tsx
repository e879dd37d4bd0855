import { HttpError, type PageProps } from "fresh";
import type { Principal } from "@/lib/auth/permissions.ts";
import type { State } from "@/lib/define.ts";
import { type Messages, messagesFor } from "@/lib/i18n/messages.ts";
import { MessagePage } from "@/lib/ui/MessagePage.tsx";
import { Link } from "@/lib/ui/Link.tsx";

/** Any failure of a page: what happened in words, what to do, and the number that the log has. */
export default function ErrorPage({ error, state, url }: PageProps<unknown, State>) {
  const texts = messagesFor(state.locale ?? "en");
  const status = error instanceof HttpError ? error.status : 500;
  const message = error instanceof HttpError ? error.message : "";
  const frame = { state, url, code: String(status) };
  const toDashboard = (
    <p>
      <Link class="button" href="/">{texts.error.home}</Link>
    </p>
  );
  if (status === 404) {
    return (
      <MessagePage {...frame} title={texts.error.notFound}>
        <p>{texts.error.notFoundLead}</p>
        {toDashboard}
      </MessagePage>
    );
  }
  const permission = status === 403 ? namedPermission(message) : null;
  if (permission !== null && state.principal !== null) {
    return (
      <MessagePage {...frame} title={texts.auth.noAccess}>
        <NoAccess principal={state.principal} permission={permission} texts={texts} url={url} />
      </MessagePage>
    );
  }
  const isOurs = status >= 500;
  return (
    <MessagePage {...frame} title={isOurs ? texts.error.broken : texts.error.refused}>
      <p>{isOurs ? texts.error.brokenLead : message}</p>
      <p class="mono muted">{texts.error.requestId} {state.requestId}</p>
      {toDashboard}
    </MessagePage>
  );
}

/** The permission that a 403 asks for; the contract is that its detail names it in quotes. */
function namedPermission(detail: string): string | null {
  return /"([a-z-]+:[a-z]+)"/.exec(detail)?.[1] ?? null;
}

interface NoAccessProps {
  principal: Principal;
  permission: string;
  texts: Messages;
  url: URL;
}

/** What is missing, whom to ask, and the way out. */
function NoAccess({ principal, permission, texts, url }: NoAccessProps) {
  const { name, email = "", role = "GUEST" } = principal;
  return (
    <>
      <p>{texts.auth.signedInAs(name, email)}</p>
      {role === "GUEST" ? <p>{texts.auth.guestLead}</p> : (
        <p>
          {texts.auth.noAccessLead(texts.roles.names[role])} {texts.auth.noAccessAsk(permission)}
        </p>
      )}
      <div class="message-actions">
        <Link class="button button-primary" href={`${url.pathname}${url.search}`}>
          {texts.auth.tryAgain}
        </Link>
        <form method="post" action="/logout">
          <button type="submit" class="button">{texts.app.signOut}</button>
        </form>
      </div>
    </>
  );
}
