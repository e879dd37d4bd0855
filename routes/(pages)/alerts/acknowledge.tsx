import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { AcknowledgeCard } from "@/lib/ui/alerts/AcknowledgeCard.tsx";

/** Whoever has the link of a message; its signature is what lets in. */
export const permission: RoutePermission = "public";

/** Who acknowledged without being signed in. */
const BY_LINK = "link";

export const handler = define.handlers({
  async GET(ctx) {
    const token = ctx.url.searchParams.get("token") ?? "";
    const view = await ctx.state.services.alertRouting.acknowledgements.view(token);
    return page({ token, view });
  },
  async POST(ctx) {
    const { token = "" } = await readForm(ctx.req);
    const { acknowledgements } = ctx.state.services.alertRouting;
    const by = ctx.state.principal?.name ?? BY_LINK;
    return page({ token, view: await acknowledgements.acknowledge(token, by) });
  },
});

export default define.page<typeof handler>(function AcknowledgePage({ data, state }) {
  const texts = messagesFor(state.locale).acknowledge;
  return (
    <>
      <Head>
        <title>{texts.title} · Vigia</title>
        <meta name="robots" content="noindex" />
      </Head>
      <AcknowledgeCard token={data.token} view={data.view} state={state} byLink={BY_LINK} />
    </>
  );
});
