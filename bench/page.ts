import { fixed, type Measure, measure } from "./measure.ts";
import { ConnectionPool, postRequest } from "./http_connection.ts";
import { createKey, signIn, startVigia, withFolder } from "./processes.ts";

const KIBIBYTE = 1024;
const FIRST_EVENT = JSON.stringify({ userId: "ana", type: "purchase", value: 42.5 });

async function gzippedBytes(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** Gzipped size of every module that a page's HTML names and all that they import, now or later. */
async function scriptBytes(pageUrl: string, html: string): Promise<number> {
  const sizes = new Map<string, number>();
  const visit = async (url: string): Promise<void> => {
    if (sizes.has(url)) return;
    sizes.set(url, 0);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    const bytes = await response.bytes();
    sizes.set(url, await gzippedBytes(bytes));
    const text = new TextDecoder().decode(bytes);
    for (const [, path = ""] of text.matchAll(/["'](\.\.?\/[\w./-]+\.js)["']/g)) {
      await visit(new URL(path, url).href);
    }
  };
  for (const [, path = ""] of html.matchAll(/["'](\/[^"'\s]+\.js)(?:\?[^"'\s]*)?["']/g)) {
    await visit(new URL(path, pageUrl).href);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** JavaScript of the dashboard, Chart.js included, and the time from start to the first page. */
export async function measurePage(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    // The first start makes the build and fills the caches; without events there are no charts.
    const first = await startVigia(folder);
    const cookie = await signIn(first.port);
    const pool = new ConnectionPool(first.port);
    await pool.send(postRequest("/webhook/event", await createKey(first.port), FIRST_EVENT));
    pool.close();
    await first.stop();
    const began = performance.now();
    const vigia = await startVigia(folder);
    const url = `http://127.0.0.1:${vigia.port}/`;
    const headers = { cookie, accept: "text/html" };
    const page = await fetch(url, { headers, redirect: "manual" });
    const html = await page.text();
    const seconds = (performance.now() - began) / 1000;
    if (page.status !== 200) throw new Error(`The dashboard answered ${page.status}`);
    const bytes = await scriptBytes(url, html);
    await vigia.stop();
    return [
      measure(
        "JavaScript of the dashboard, gzipped",
        `${fixed(bytes / KIBIBYTE)} KB`,
        "< 130 KB",
        bytes > 0 && bytes < 130 * KIBIBYTE,
      ),
      measure(
        "start to first page, warm cache",
        `${fixed(seconds, 2)} s`,
        "< 1.5 s",
        seconds < 1.5,
      ),
    ];
  });
}
