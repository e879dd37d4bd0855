import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { auditPage, watchPage } from "./audit.ts";
import { openPagesServer } from "./pages_server.ts";
import { browserSuite, type Visit } from "./suite.ts";

const SIGNED_IN = [
  "/",
  "/?range=30d",
  "/?type=error&region=SP",
  "/events",
  "/events?type=purchase&minValue=1",
  "/events?minValue=x",
  "/events/sale-1",
  "/expenses",
  "/anomalies",
  "/anomalies?kind=gauge",
  "/anomalies/burst",
  "/alerts",
  "/alerts?state=firing",
  "/alerts/rules",
  "/alerts/silences",
  "/alerts/routing",
  "/notices",
  "/channels",
  "/channels/deliveries",
  "/queue",
  "/keys",
  "/users",
  "/docs",
  "/nothing-here",
];
const ANONYMOUS = ["/login", "/register", "/alerts/acknowledge?token=x", "/nothing-here"];
const SCREENS = [{ width: 390, height: 844 }, { width: 1440, height: 900 }];

/** What is wrong with each page, after it came to rest. */
async function auditAll(page: Page, url: string, paths: string[]): Promise<string[]> {
  const watch = await watchPage(page);
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(`${url}${path}`);
    await page.waitForFunction(() =>
      [...document.querySelectorAll("canvas")].every((canvas) => canvas.dataset.ready === "true")
    );
    for (const fault of [...await auditPage(page), ...watch.takeErrors()]) {
      faults.push(`${path}: ${fault}`);
    }
  }
  return faults;
}

const checks = Object.fromEntries(
  SCREENS.flatMap((viewport) =>
    (["dark", "light"] as const).map((theme) =>
      [
        `every page passes the audit at ${viewport.width} px, ${theme}`,
        async ({ another, url }: Visit) => {
          const locale = theme === "dark" ? "en-US" : "pt-BR";
          const faults: string[] = [];
          for (const signedIn of [true, false]) {
            const page = await another({ signedIn, viewport, locale });
            await page.context().addCookies([{ name: "vigia_theme", value: theme, url }]);
            faults.push(...await auditAll(page, url, signedIn ? SIGNED_IN : ANONYMOUS));
          }
          assert.deepEqual(faults, []);
        },
      ] as const
    )
  ),
);

browserSuite("audit", openPagesServer, checks);
