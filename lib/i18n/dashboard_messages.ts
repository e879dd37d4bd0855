import type { Locale } from "./locale.ts";
import { dashboardEn } from "./messages_en_dashboard.ts";
import { dashboardPtBR } from "./messages_pt_br_dashboard.ts";

/** Texts of the dashboard's islands, apart from the catalogue so that they stay small. */
export function dashboardMessagesFor(locale: Locale): typeof dashboardEn {
  return locale === "pt-BR" ? dashboardPtBR : dashboardEn;
}
