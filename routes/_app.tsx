import { asset } from "fresh/runtime";
import type { PageProps } from "fresh";
import type { State } from "@/lib/define.ts";

const STYLESHEETS = [
  "tokens",
  "base",
  "layout",
  "components",
  "controls",
  "forms",
  "tables",
  "dialogs",
  "dashboard",
  "charts",
  "feed",
  "admin",
  "alert_routing",
  "expenses",
  "channels",
  "anomalies",
  "alert_rules",
  "presence",
];

export default function App({ Component, state }: PageProps<unknown, State>) {
  return (
    <html lang={state.locale ?? "en"} data-theme={state.theme ?? "dark"}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <title>Vigia</title>
        <link rel="icon" href={asset("/icon.svg")} type="image/svg+xml" />
        {STYLESHEETS.map((name) => (
          <link key={name} rel="stylesheet" href={asset(`/css/${name}.css`)} />
        ))}
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}
