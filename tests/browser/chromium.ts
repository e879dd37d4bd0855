import { type Browser, chromium, type Page } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Time that a test waits for anything to appear on a page; long, as other tests use the machine too. */
export const PATIENCE_MS = 30_000;

/** The browser's program: `CHROMIUM_PATH`, or the first one in the usual places. */
export function findChromium(): string | null {
  const candidates = [Deno.env.get("CHROMIUM_PATH"), ...USUAL_PLACES];
  for (const candidate of candidates) {
    if (candidate === undefined || candidate === "") continue;
    try {
      if (Deno.statSync(candidate).isFile) return candidate;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

/**
 * Runs `fn` with a headless browser of its own.
 *
 * @throws {Error} when there is no Chromium.
 */
export async function withBrowser<T>(fn: (browser: Browser) => Promise<T>): Promise<T> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error(
      "No Chromium found. Install it (apt-get install chromium) or set CHROMIUM_PATH.",
    );
  }
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    return await fn(browser);
  } finally {
    await browser.close();
  }
}

/**
 * A test on an empty page of its own. It fails as well when a script of the page throws. Without
 * Chromium it is listed as skipped, with the reason in its name.
 */
export function browserTest(name: string, fn: (page: Page) => Promise<void>): void {
  if (findChromium() === null) {
    const reason = "skipped: no Chromium (apt-get install chromium)";
    Deno.test({ name: `${name} [${reason}]`, ignore: true, fn() {} });
    return;
  }
  Deno.test({
    name,
    // The driver keeps a pipe and timers of its own for a moment after the browser is closed.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      withBrowser(async (browser) => {
        const page = await browser.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        const errors: Error[] = [];
        page.on("pageerror", (error) => errors.push(error));
        await fn(page);
        if (errors.length > 0) throw new AggregateError(errors, "Scripts of the page threw.");
      }),
  });
}

/** Serves `handler` on a free port while `fn` runs with its address, `http://localhost:…`. */
export async function withServer<T>(
  handler: (
    req: Request,
    info: Deno.ServeHandlerInfo<Deno.NetAddr>,
  ) => Response | Promise<Response>,
  fn: (address: string) => Promise<T>,
): Promise<T> {
  // Aborting also ends WebSockets that the page still holds; a graceful stop would wait for them.
  const aborter = new AbortController();
  const { signal } = aborter;
  const server = Deno.serve({ hostname: "localhost", port: 0, signal, onListen() {} }, handler);
  try {
    return await fn(`http://localhost:${server.addr.port}`);
  } finally {
    aborter.abort();
    await server.finished;
  }
}
