import { page } from "fresh";
import { Head } from "fresh/runtime";
import { parseAnomalyQuery } from "@/lib/anomalies/anomaly_filter.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import { tidyQuery } from "@/lib/ui/page_query.ts";
import { AnomaliesPage } from "@/lib/ui/anomalies/AnomaliesPage.tsx";

export const permission: RoutePermission = "anomalies:read";

/** Of those that go on, where no filter asks for them; more are behind the filter. */
const SHOWN_OPEN = 50;

export const handler = define.handlers({
  async GET(ctx) {
    const { anomalies, seriesDetection } = ctx.state.services;
    const tidy = tidyQuery(ctx.url.searchParams, ctx.state.timeZone);
    if (tidy !== null) return ctx.redirect(`/anomalies?${tidy}`, 303);
    const { open, cursor, limit, ...query } = parseAnomalyQuery(ctx.url);
    const isStart = open === undefined && cursor === undefined;
    try {
      const [first, list, watched] = await Promise.all([
        isStart ? anomalies.list({ ...query, open: true, limit: SHOWN_OPEN }) : null,
        anomalies.list({ ...query, cursor, limit, open: open ?? false }),
        seriesDetection.overview(),
      ]);
      const learning = watched.series.filter((series) => series.learning);
      return page({ first: first?.items ?? null, list, learning });
    } catch (error) {
      if (!(error instanceof UnknownCursorError)) throw error;
      return ctx.redirect("/anomalies", 303);
    }
  },
});

export default define.page<typeof handler>(function Anomalies({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).anomalies.title} · Vigia</title>
      </Head>
      <AnomaliesPage state={state} url={url} {...data} />
    </>
  );
});
