import * as path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Makes text safe inside a `<script>` element: no closing tag and no comment start, which HTML
 * would act on in the middle of a string. `json` uses an escape that JSON knows, too.
 */
export function escapeScript(content: string, options: { json?: boolean } = {}): string {
  return content
    .replaceAll("<!--", options.json ? "\\u003C!--" : "\\x3C!--")
    .replace(/<\/(script|style)/gi, "<\\/$1");
}

/** JavaScript identifier made from a file's base name: `/islands/nav-bar.tsx` gives `nav_bar`. */
export function pathToExportName(filePath: string): string {
  const base = filePath.slice(filePath.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  return base.replace(/^[^A-Za-z$]+|[^A-Za-z0-9$]+/g, "_");
}

/** Import specifier relative to a folder; those of registries and the web stay as they are. */
export function pathToSpec(folder: string, spec: string): string {
  if (/^(?:https?|jsr|npm|node|data):/.test(spec)) return spec;
  const target = spec.startsWith("file://") ? fileURLToPath(spec) : spec;
  const relative = path.isAbsolute(target) ? path.relative(folder, target) : path.normalize(target);
  const posix = relative.replaceAll("\\", "/");
  return posix.startsWith(".") ? posix : `./${posix}`;
}

/** Words that cannot name an import, and globals that an import would hide. */
const TAKEN = new Set([
  ...("arguments await break case catch class const continue debugger default delete do else " +
    "enum eval export extends false finally for function if implements import in instanceof " +
    "interface let new null package private protected public return static super switch this " +
    "throw true try typeof undefined var void while with yield").split(" "),
  ...Object.getOwnPropertyNames(globalThis),
  ...("Animation Attr Audio CSS Comment Document DocumentFragment Element HTMLElement History " +
    "Image Location MutationObserver Node Notification Option Range Screen Selection Text " +
    "Touch Window alert confirm document history localStorage location navigator parent " +
    "prompt screen sessionStorage top window").split(" "),
]);

/** Hands out identifiers, each once. */
export class UniqueNamer {
  #used = new Map<string, number>();

  /** `name` as an identifier that is no reserved word or global; `_1`, `_2` … when repeated. */
  getUniqueName(name: string): string {
    let base = name.replace(/[^A-Za-z0-9_$]/gu, "_");
    if (/^\d/.test(base) || TAKEN.has(base)) base = "_" + base;
    let candidate = base;
    let count = this.#used.get(base) ?? 0;
    while (this.#used.has(candidate)) candidate = `${base}_${++count}`;
    this.#used.set(base, count);
    if (candidate !== base) this.#used.set(candidate, 0);
    return candidate;
  }
}
