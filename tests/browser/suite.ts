import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { findChromium, PATIENCE_MS, withBrowser } from "./chromium.ts";
import { ADMIN, sessionCookie, type Vigia } from "./vigia.ts";

/** Options of another person's browser; with `signedIn` it has the administrator's session. */
export interface AnotherOptions extends BrowserContextOptions {
  signedIn?: boolean;
}

/** What a check works with. */
export interface Visit {
  /** Address of the server. */
  url: string;
  /** A page of the administrator, who is signed in. */
  page: Page;
  /** A page of another browser, with cookies of its own. */
  another(options?: AnotherOptions): Promise<Page>;
}

export interface SuiteServer {
  vigia: Vigia;
  close(): Promise<void>;
}

/**
 * Several checks of one running server, each a step of one test with browser profiles of its own. A
 * check fails as well when a script of one of its pages throws.
 */
export function browserSuite(
  name: string,
  open: () => Promise<SuiteServer>,
  checks: Record<string, (visit: Visit) => Promise<void>>,
): void {
  if (findChromium() === null) {
    const reason = "skipped: no Chromium (apt-get install chromium)";
    Deno.test({ name: `${name} [${reason}]`, ignore: true, fn() {} });
    return;
  }
  // The driver keeps a pipe and timers of its own for a moment after the browser is closed.
  const lenient = { sanitizeOps: false, sanitizeResources: false };
  Deno.test({
    name,
    ...lenient,
    fn: (test) =>
      withBrowser(async (browser) => {
        const { vigia: { url }, close } = await open();
        try {
          const session = await sessionCookie(url);
          for (const [title, check] of Object.entries(checks)) {
            const fn = () => visit(browser, url, session, check);
            await test.step({ name: title, ...lenient, fn });
          }
        } finally {
          await close();
        }
      }),
  });
}

async function visit(
  browser: Browser,
  url: string,
  session: { name: string; value: string },
  check: (visit: Visit) => Promise<void>,
): Promise<void> {
  const errors: Error[] = [];
  const pages: Page[] = [];
  const another = async ({ signedIn = false, ...options }: AnotherOptions = {}) => {
    const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", ...options });
    if (signedIn) await context.addCookies([{ ...session, url }]);
    const page = await context.newPage();
    pages.push(page);
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => errors.push(error));
    return page;
  };
  try {
    await check({ url, page: await another({ signedIn: true }), another });
    if (errors.length > 0) throw new AggregateError(errors, "Scripts of the page threw.");
  } finally {
    await Promise.all(pages.map((page) => page.context().close()));
  }
}

/** Signs in by the form and goes on to `path`. */
export async function signIn(page: Page, url: string, path = "/", who = ADMIN): Promise<void> {
  await page.goto(`${url}/login?next=${encodeURIComponent(path)}`);
  await page.fill("[name=email]", who.email);
  await page.fill("[name=password]", who.password);
  await page.click("main button[type=submit]");
  await page.waitForURL((address) => address.pathname !== "/login");
}
