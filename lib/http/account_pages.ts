import { type Context, page, type PageResponse } from "fresh";
import { type AccountForm, refusalOf } from "../auth/account_form.ts";
import type { BrowserSession } from "../auth/auth_types.ts";
import type { State } from "../define.ts";
import { readForm } from "./body.ts";
import { localPath } from "./local_path.ts";

/** The empty form; who is signed in already goes on to where he wanted to be. */
export function showAccountForm(ctx: Context<State>): Response | PageResponse<AccountForm> {
  const next = localPath(ctx.url.searchParams.get("next"));
  if (ctx.state.principal !== null) return ctx.redirect(next, 303);
  return page<AccountForm>({ values: { name: "", email: "" }, next, errors: [] });
}

/**
 * Takes a posted form: signs the browser in by `open` and answers 303 to where the person wanted to
 * be, or shows the form again with what was wrong.
 */
export async function takeAccountForm(
  ctx: Context<State>,
  open: (fields: Record<string, string>) => Promise<BrowserSession>,
): Promise<Response | PageResponse<AccountForm>> {
  const fields = await readForm(ctx.req);
  const next = localPath(fields.next ?? ctx.url.searchParams.get("next"));
  try {
    const { setCookie } = await open(fields);
    return new Response(null, {
      status: 303,
      headers: { location: next, "set-cookie": setCookie },
    });
  } catch (error) {
    const refusal = refusalOf(error, ctx.state.locale);
    if (refusal === null) throw error;
    const { status, errors, headers } = refusal;
    const values = { name: fields.name ?? "", email: fields.email ?? "" };
    return page<AccountForm>({ values, next, errors }, { status, headers });
  }
}
