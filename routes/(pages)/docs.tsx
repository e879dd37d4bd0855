import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { openApiDocument } from "@/lib/openapi/document.ts";
import { ReferencePage } from "@/lib/ui/openapi/ReferencePage.tsx";
import { VERSION } from "@/lib/version.ts";

export const permission: RoutePermission = "session";

export const handler = define.handlers({
  GET(ctx) {
    const { publicUrl } = ctx.state.services.config;
    const serverUrl = publicUrl ?? ctx.url.origin;
    return page({ document: openApiDocument({ version: VERSION, serverUrl, publicUrl }) });
  },
});

export default define.page<typeof handler>(function Docs({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).docs.title} · Vigia</title>
        <link key="docs" rel="stylesheet" href={asset("/css/docs.css")} />
        <link key="docs-tables" rel="stylesheet" href={asset("/css/docs_tables.css")} />
      </Head>
      <ReferencePage state={state} url={url} document={data.document} />
    </>
  );
});
