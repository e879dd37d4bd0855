import { page } from "fresh";
import { Head } from "fresh/runtime";
import { DeadLetters } from "@/islands/DeadLetters.tsx";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "queue:read";

export const handler = define.handlers({
  async GET(ctx) {
    const { jobs } = ctx.state.services;
    const [stats, deadLetters] = await Promise.all([
      jobs.stats(),
      jobs.listDeadLetters({ limit: 50 }),
    ]);
    return page({ stats, deadLetters, readAt: Date.now() });
  },
});

export default define.page<typeof handler>(function QueuePage({ data, state, url }) {
  const texts = messagesFor(state.locale);
  return (
    <Shell state={state} url={url} title={texts.queue.title}>
      <Head>
        <title>{texts.queue.title} · Vigia</title>
      </Head>
      <p class="page-head muted">{texts.queue.explain}</p>
      <DeadLetters
        stats={data.stats}
        deadLetters={data.deadLetters}
        readAt={data.readAt}
        mayManage={isAllowed(state.principal, "queue:manage")}
        locale={state.locale}
        timeZone={state.timeZone}
      />
    </Shell>
  );
});
