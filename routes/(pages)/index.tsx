import { page } from "fresh";
import { Head } from "fresh/runtime";
import { signal } from "@preact/signals";
import { ErrorsChart } from "@/islands/ErrorsChart.tsx";
import { ErrorTrendChart } from "@/islands/ErrorTrendChart.tsx";
import { EventFeed } from "@/islands/EventFeed.tsx";
import { KpiCards } from "@/islands/KpiCards.tsx";
import { LastSalesChart } from "@/islands/LastSalesChart.tsx";
import { LiveBadge } from "@/islands/LiveBadge.tsx";
import { SalesChart } from "@/islands/SalesChart.tsx";
import { TopProductsChart } from "@/islands/TopProductsChart.tsx";
import { UserDialog } from "@/islands/UserDialog.tsx";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { loadDashboard, loadFeed } from "@/lib/dashboard/dashboard.ts";
import type { DashboardData } from "@/lib/dashboard/dashboard_data.ts";
import { type FeedFilter, parseFeedFilter } from "@/lib/dashboard/feed_filter.ts";
import { dashboardRightsOf } from "@/lib/dashboard/happening_reader.ts";
import { parseRange } from "@/lib/dashboard/range.ts";
import { define } from "@/lib/define.ts";
import type { Event } from "@/lib/events/event.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";
import { Onboarding } from "@/lib/ui/Onboarding.tsx";
import { tidyQuery } from "@/lib/ui/page_query.ts";
import { RangePicker } from "@/lib/ui/RangePicker.tsx";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "analytics:read";

interface PageData {
  data: DashboardData;
  feed: Event[];
  filter: FeedFilter;
  userId: string | null;
  empty: boolean;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { services, timeZone } = ctx.state;
    const tidy = tidyQuery(ctx.url.searchParams, timeZone);
    if (tidy !== null) return ctx.redirect(`/?${tidy}`, 303);
    const range = parseRange(ctx.url.searchParams, Date.now());
    const filter = parseFeedFilter(ctx.url.searchParams);
    const [data, feed] = await Promise.all([
      loadDashboard(services.dashboard, range, timeZone, dashboardRightsOf(ctx.state.principal)),
      loadFeed(services.dashboard, filter, range),
    ]);
    const empty = feed.length === 0 && await services.store.events.count() === 0;
    return page<PageData>({
      data,
      feed,
      filter,
      userId: ctx.url.searchParams.get("user"),
      empty,
    });
  },
});

export default define.page<typeof handler>(function Dashboard({ data, state, url }) {
  const texts = messagesFor(state.locale);
  if (data.empty) {
    return (
      <Shell state={state} url={url} title={texts.nav.dashboard}>
        <Head>
          <title>{texts.nav.dashboard} · Vigia</title>
        </Head>
        <Onboarding state={state} url={url} />
      </Shell>
    );
  }
  const island: DashboardProps = {
    view: {
      data: signal(data.data),
      feed: signal(data.feed),
      filter: signal(data.filter),
      userId: signal(data.userId),
      connection: signal({ kind: "connecting" }),
      freshness: signal({ kind: "fresh" }),
    },
    locale: state.locale,
    currency: state.services.config.displayCurrency,
  };
  return (
    <Shell
      state={state}
      url={url}
      title={texts.nav.dashboard}
      tools={<LiveBadge {...island} />}
    >
      <Head>
        <title>{texts.nav.dashboard} · Vigia</title>
      </Head>
      <div class="page-head">
        <RangePicker
          range={data.data.range}
          url={url}
          timeZone={state.timeZone}
          texts={texts.range}
        />
      </div>
      <KpiCards {...island} />
      <div class="grid">
        <SalesChart {...island} />
        <TopProductsChart {...island} />
        <ErrorTrendChart {...island} />
        <LastSalesChart {...island} />
        <ErrorsChart {...island} />
        <EventFeed {...island} />
      </div>
      <UserDialog {...island} />
    </Shell>
  );
});
