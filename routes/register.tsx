import { Head } from "fresh/runtime";
import { registerInput } from "@/lib/auth/auth_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { showAccountForm, takeAccountForm } from "@/lib/http/account_pages.ts";
import { clientOf } from "@/lib/http/client.ts";
import { validate } from "@/lib/http/validation.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { AccountCard } from "./(_components)/AccountCard.tsx";

export const permission: RoutePermission = "public";

export const handler = define.handlers({
  GET: showAccountForm,
  POST: (ctx) =>
    takeAccountForm(
      ctx,
      (fields) =>
        ctx.state.services.auth.registerBrowser(validate(registerInput, fields), clientOf(ctx)),
    ),
});

export default define.page<typeof handler>(function Register({ data, state, url }) {
  const texts = messagesFor(state.locale).auth;
  return (
    <>
      <Head>
        <title>{texts.register} · Vigia</title>
      </Head>
      <AccountCard kind="register" form={data} state={state} url={url} />
    </>
  );
});
