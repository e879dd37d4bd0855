import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ANOMALY_FEEDBACK } from "@/lib/anomalies/anomaly.ts";
import { readAnomalyHistory } from "@/lib/anomalies/anomaly_history.ts";
import { reasonTeller } from "@/lib/anomalies/reasons/tell_reason.ts";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { validate } from "@/lib/http/validation.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { AnomalyChart } from "@/lib/ui/anomalies/AnomalyChart.tsx";
import { AnomalyDetail } from "@/lib/ui/anomalies/AnomalyDetail.tsx";
import { AnomalyFeedbackForm } from "@/lib/ui/anomalies/AnomalyFeedbackForm.tsx";
import { anomalyName } from "@/lib/ui/anomalies/anomaly_words.ts";
import { Icon } from "@/lib/ui/icons.tsx";
import { Link } from "@/lib/ui/Link.tsx";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: Record<string, RoutePermission> = {
  GET: "anomalies:read",
  POST: "anomalies:manage",
};

/** Forms say nothing where JSON says `null`. */
const feedbackForm = z.object({
  feedback: z.enum(["", ...ANOMALY_FEEDBACK]).transform((said) => said === "" ? null : said),
});

function noSuchAnomaly(): ProblemError {
  return new ProblemError(404, "There is no anomaly with this id");
}

export const handler = define.handlers({
  async GET(ctx) {
    const { anomalies, store } = ctx.state.services;
    const anomaly = await anomalies.get(ctx.params.id!);
    if (anomaly === null) throw noSuchAnomaly();
    return page({ anomaly, history: await readAnomalyHistory(store.events, anomaly, Date.now()) });
  },
  async POST(ctx) {
    const { feedback } = validate(feedbackForm, await readForm(ctx.req));
    const { anomalies } = ctx.state.services;
    const anomaly = await anomalies.giveFeedback(ctx.params.id!, feedback, callerOf(ctx).name);
    if (anomaly === null) throw noSuchAnomaly();
    return ctx.redirect(`/anomalies/${encodeURIComponent(anomaly.id)}?said=1`, 303);
  },
});

export default define.page<typeof handler>(function AnomalyPage({ data, state, url }) {
  const { anomaly, history } = data;
  const { anomalies: texts } = messagesFor(state.locale);
  const format = formatterFor(state.locale, state.services.config.displayCurrency, state.timeZone);
  const name = anomalyName(anomaly, texts);
  const tell = reasonTeller(state.locale, state.services.config.displayCurrency);
  return (
    <Shell state={state} url={url} title={name}>
      <Head>
        <title>{name} · {texts.title} · Vigia</title>
      </Head>
      <nav class="page-head" aria-label={texts.title}>
        <Link class="button" href="/anomalies">
          <Icon name="back" size={16} /> {texts.back}
        </Link>
      </nav>
      {url.searchParams.has("said") && (
        <p class="notice page-head" data-state="ok" role="status">{texts.thanks}</p>
      )}
      <div class="stack">
        <AnomalyDetail anomaly={anomaly} texts={texts} format={format} tell={tell} />
        {history !== null && (
          <AnomalyChart anomaly={anomaly} history={history} texts={texts} format={format} />
        )}
        <AnomalyFeedbackForm
          anomaly={anomaly}
          mayManage={isAllowed(state.principal, "anomalies:manage")}
          texts={texts}
        />
      </div>
    </Shell>
  );
});
