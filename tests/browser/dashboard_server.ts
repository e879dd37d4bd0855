import type { Page } from "playwright-core";
import { accessToken, ADMIN, freePort, postEvents, startVigia, type Vigia } from "./vigia.ts";

/** A running server with a few events. */
export interface Dashboard {
  vigia: Vigia;
  token: string;
  dataDir: string;
  port: number;
}

/** Products and regions of the few events that every test begins with. */
const SALES = [
  { product: "Mug", region: "SP", value: 40 },
  { product: "Mug", region: "RJ", value: 60 },
  { product: "Lamp", region: "SP", value: 25 },
];

/** Runs `work` with a server of its own. */
export async function withVigia(work: (dashboard: Dashboard) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "vigia-browser-" });
  const port = freePort();
  const vigia = await startVigia(dataDir, port);
  const dashboard = { vigia, token: await accessToken(vigia.url), dataDir, port };
  try {
    const sales = SALES.map(({ value, ...metadata }, index) => ({
      userId: `buyer-${index}`,
      type: "purchase",
      value,
      metadata,
    }));
    const errors = ["SP", "SP", "BA"].map((region) => ({
      userId: "system",
      type: "error",
      metadata: { region, message: "timeout" },
    }));
    await postEvents(vigia.url, dashboard.token, [...sales, ...errors]);
    await work(dashboard);
  } finally {
    await dashboard.vigia.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Signs in by the form, to which `path` leads who is not. */
export async function signIn(page: Page, url: string, path = "/"): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.fill("[name=email]", ADMIN.email);
  await page.fill("[name=password]", ADMIN.password);
  await page.click("main button[type=submit]");
  await page.waitForURL((address) => address.pathname !== "/login");
}

/** Resolves once the page is told what happens. */
export const live = (page: Page) => page.waitForSelector("[data-connection=live]");

/** The row of an event in the feed. */
export const feedRow = (page: Page, id: string) => page.locator(`[data-event="${id}"]`);
