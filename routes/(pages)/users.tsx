import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Users } from "@/islands/Users.tsx";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "users:read";

/** Accounts on the page; more are read through the API. */
const SHOWN = 500;

export const handler = define.handlers({
  async GET(ctx) {
    const users = await ctx.state.services.auth.listUsers({ limit: SHOWN });
    return page({ users: users.items });
  },
});

export default define.page<typeof handler>(function UsersPage({ data, state, url }) {
  const texts = messagesFor(state.locale).users;
  return (
    <Shell state={state} url={url} title={texts.title}>
      <Head>
        <title>{texts.title} · Vigia</title>
      </Head>
      <p class="page-head muted">{texts.explain}</p>
      <Users
        users={data.users}
        ownId={state.principal?.userId ?? ""}
        mayManage={isAllowed(state.principal, "users:manage")}
        locale={state.locale}
        timeZone={state.timeZone}
      />
    </Shell>
  );
});
