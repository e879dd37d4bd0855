import { HttpError, type PageProps } from "fresh";
import type { State } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { MessagePage } from "@/lib/ui/MessagePage.tsx";

/** Any failure of a page: what happened in words, what to do, and the number that the log has. */
export default function ErrorPage({ error, state }: PageProps<unknown, State>) {
  const texts = messagesFor(state.locale ?? "en");
  const status = error instanceof HttpError ? error.status : 500;
  if (status === 404) {
    return (
      <MessagePage code="404" title={texts.error.notFound}>
        <p>{texts.error.notFoundLead}</p>
        <p>
          <a href="/">{texts.error.home}</a>
        </p>
      </MessagePage>
    );
  }
  if (status === 403) {
    return (
      <MessagePage code="403" title={texts.auth.noAccess}>
        <p>{texts.auth.noAccessLead}</p>
        {error instanceof HttpError && error.message !== "" && <p>{error.message}</p>}
        <form method="post" action="/logout">
          <button type="submit" class="button">{texts.app.signOut}</button>
        </form>
      </MessagePage>
    );
  }
  return (
    <MessagePage code={String(status)} title={texts.error.broken}>
      <p>{error instanceof HttpError && status < 500 ? error.message : texts.error.brokenLead}</p>
      <p class="mono muted">{texts.error.requestId} {state.requestId}</p>
      <p>
        <a href="/">{texts.error.home}</a>
      </p>
    </MessagePage>
  );
}
