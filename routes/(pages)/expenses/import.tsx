import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { IMPORT_LIMIT_BYTES } from "@/lib/expenses/import/expense_imports.ts";
import { CHOICE_PARAMETERS } from "@/lib/expenses/import/import_choices.ts";
import { loadImport, takeUpload } from "@/lib/expenses/import/import_page.ts";
import { readForm, readMultipart } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { parseQuery } from "@/lib/http/query.ts";
import { validate } from "@/lib/http/validation.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { ImportPage } from "@/lib/ui/expenses/import/ImportPage.tsx";

export const permission: RoutePermission = "events:write";

const id = z.string().max(64).optional();
const query = z.object({ draft: id, done: id, ...CHOICE_PARAMETERS });
const confirmation = z.object({
  draft: z.string().max(64),
  again: z.literal("true").optional(),
  ...CHOICE_PARAMETERS,
});

export const handler = define.handlers({
  async GET(ctx) {
    const { draft, done, ...choices } = parseQuery(ctx.url, query);
    const { services: { expenseImports }, timeZone } = ctx.state;
    const context = { userId: callerOf(ctx).name, timeZone, nowMs: Date.now() };
    return page(await loadImport(expenseImports, { draft, done, choices, context }));
  },
  async POST(ctx) {
    const { services: { expenseImports }, timeZone } = ctx.state;
    const { name: userId } = callerOf(ctx);
    if (ctx.req.headers.get("content-type")?.startsWith("multipart/form-data")) {
      const draft = await takeUpload(
        await readMultipart(ctx.req, IMPORT_LIMIT_BYTES),
        (bytes, fileName) => expenseImports.keep(bytes, fileName, userId),
      );
      if (draft === null) return page({ step: "choose" as const, fault: "nothing" as const });
      return ctx.redirect(`/expenses/import?draft=${draft}`, 303);
    }
    const { again, draft, ...choices } = validate(confirmation, await readForm(ctx.req));
    try {
      const context = { userId, timeZone, nowMs: Date.now(), again: again === "true" };
      const { record } = await expenseImports.accept(draft, choices, context);
      return ctx.redirect(`/expenses/import?done=${record.id}`, 303);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error;
      // The preview says what is wrong, and whether the draft is still there.
      const given = Object.entries({ draft, ...choices }).filter(([, value]) =>
        value !== undefined
      );
      return ctx.redirect(
        `/expenses/import?${new URLSearchParams(Object.fromEntries(given))}`,
        303,
      );
    }
  },
});

export default define.page<typeof handler>(function ExpenseImportPage({ data, state, url }) {
  const isRunning = data.step === "accepted" && data.record.state === "accepted";
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).imports.title} · Vigia</title>
        {isRunning && <meta http-equiv="refresh" content="1" />}
      </Head>
      <ImportPage data={data} state={state} url={url} />
    </>
  );
});
