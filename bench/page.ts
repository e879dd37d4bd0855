import { join } from "node:path";
import { BUILD_DIR } from "fresh/internal";
import { fixed, type Measure, measure } from "./measure.ts";
import { startVigia, withFolder } from "./processes.ts";

const KIBIBYTE = 1024;

async function gzippedBytes(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** Modules that the dashboard loads: its islands and everything they import, now or later. */
async function dashboardModules(folder: string): Promise<Set<string>> {
  const page = await Deno.readTextFile("routes/(pages)/index.tsx");
  const entries = [...page.matchAll(/@\/islands\/(\w+)\.tsx/g)].map((match) => `${match[1]}.js`);
  const modules = new Set<string>();
  const visit = async (name: string) => {
    if (modules.has(name)) return;
    modules.add(name);
    const text = await Deno.readTextFile(join(folder, name));
    for (const match of text.matchAll(/["']\.\/([\w-]+\.js)["']/g)) await visit(match[1] ?? "");
  };
  for (const entry of ["fresh-runtime.js", "ThemeSwitch.js", ...entries]) await visit(entry);
  return modules;
}

/** JavaScript of the dashboard, Chart.js included, and the time from start to the first page. */
export async function measurePage(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    // The first start makes the build and fills the caches.
    await (await startVigia(folder)).stop();
    const began = performance.now();
    const vigia = await startVigia(folder);
    const response = await fetch(`http://127.0.0.1:${vigia.port}/login`);
    await response.text();
    const seconds = (performance.now() - began) / 1000;
    await vigia.stop();

    const js = join(BUILD_DIR, "static", "_fresh", "js");
    const [version] = [...Deno.readDirSync(js)];
    const chunks = join(js, version?.name ?? "");
    let bytes = 0;
    for (const name of await dashboardModules(chunks)) {
      bytes += await gzippedBytes(await Deno.readFile(join(chunks, name)));
    }
    return [
      measure(
        "JavaScript of the dashboard, gzipped",
        `${fixed(bytes / KIBIBYTE)} KB`,
        "< 130 KB",
        bytes < 130 * KIBIBYTE,
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
