import * as path from "node:path";
import { type BuildCache, EmptyBuildCache } from "./build_cache.ts";
import { resolveConfig, type ResolvedFreshConfig } from "./config.ts";
import { Context } from "./context.ts";
import { defaultErrorResponse } from "./default_error.ts";
import type { FsRouteFile } from "./fs_routes.ts";
import type { Middleware } from "./middlewares/mod.ts";
import { EMPTY_SCOPE } from "./render_scope.ts";

/** Calls a handler with requests, without a network. */
export class FakeServer {
  constructor(readonly handler: (req: Request) => Response | Promise<Response>) {}

  /** Sends GET. */
  get(path: string, init?: RequestInit): Promise<Response> {
    return this.#send("GET", path, init);
  }
  /** Sends POST with a body. */
  post(path: string, body?: BodyInit): Promise<Response> {
    return this.#send("POST", path, { body });
  }
  /** Sends PATCH with a body. */
  patch(path: string, body?: BodyInit): Promise<Response> {
    return this.#send("PATCH", path, { body });
  }
  /** Sends PUT with a body. */
  put(path: string, body?: BodyInit): Promise<Response> {
    return this.#send("PUT", path, { body });
  }
  /** Sends DELETE. */
  delete(path: string): Promise<Response> {
    return this.#send("DELETE", path);
  }
  /** Sends HEAD. */
  head(path: string): Promise<Response> {
    return this.#send("HEAD", path);
  }
  /** Sends OPTIONS. */
  options(path: string): Promise<Response> {
    return this.#send("OPTIONS", path);
  }

  async #send(method: string, path: string, init?: RequestInit): Promise<Response> {
    const url = path.startsWith("/") ? `http://localhost${path}` : `http://localhost/${path}`;
    return await this.handler(new Request(url, { ...init, method }));
  }
}

/** What `serveMiddleware` puts into the context. */
export interface ServeMiddlewareOptions<State> {
  config?: ResolvedFreshConfig;
  buildCache?: BuildCache<State>;
  /** What runs when the middleware calls `next`; default 404. */
  next?: () => Promise<Response>;
  route?: string | null;
}

/** A server that runs a single middleware. */
export function serveMiddleware<State>(
  middleware: Middleware<State>,
  options: ServeMiddlewareOptions<State> = {},
): FakeServer {
  const config = options.config ?? resolveConfig();
  const buildCache = options.buildCache ?? new EmptyBuildCache<State>(config.mode);
  const next = options.next ?? (() => Promise.resolve(new Response("next", { status: 404 })));
  return new FakeServer(async (req) => {
    const info = { remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 } };
    const ctx = new Context<State>(
      req,
      new URL(req.url),
      info as Deno.ServeHandlerInfo,
      options.route ?? null,
      {},
      config,
      next,
      buildCache,
      EMPTY_SCOPE,
    );
    try {
      return await middleware(ctx);
    } catch (error) {
      return defaultErrorResponse(error, config.mode);
    }
  });
}

/** A build with file routes only. */
export class MockBuildCache<State> extends EmptyBuildCache<State> {
  #files: FsRouteFile<State>[];

  constructor(files: FsRouteFile<State>[], mode: ResolvedFreshConfig["mode"]) {
    super(mode);
    this.#files = files;
  }

  override getFsRoutes(): FsRouteFile<State>[] {
    return this.#files;
  }
}

/** A file that `createFakeFs().walk` comes across. */
export interface FakeWalkEntry {
  path: string;
  name: string;
  isFile: boolean;
  isDirectory: boolean;
  isSymlink: boolean;
}

/** A file system in memory, with the contents by relative path. */
export function createFakeFs(files: Record<string, unknown>) {
  const contents = new Map(Object.entries(files).map(([name, value]) => [clean(name), value]));
  const isBelow = (file: string, dir: string) => dir === "" || file.startsWith(dir + "/");

  function content(file: string): string | Uint8Array {
    const value = contents.get(clean(file));
    if (value === undefined) throw new Deno.errors.NotFound(`No file "${file}"`);
    return value instanceof Uint8Array ? value : String(value);
  }

  return {
    cwd: (): string => ".",
    async *walk(root: string): AsyncGenerator<FakeWalkEntry> {
      const dir = clean(root);
      for (const file of contents.keys()) {
        if (!isBelow(file, dir)) continue;
        yield await Promise.resolve({
          path: file,
          name: path.basename(file),
          isFile: true,
          isDirectory: false,
          isSymlink: false,
        });
      }
    },
    isDirectory: (dir: string): Promise<boolean> =>
      Promise.resolve([...contents.keys()].some((file) => isBelow(file, clean(dir)))),
    mkdirp: (_dir: string): Promise<void> => Promise.resolve(),
    readFile: (file: string): Promise<Uint8Array> =>
      Promise.try(() => {
        const value = content(file);
        return typeof value === "string" ? new TextEncoder().encode(value) : value;
      }),
    readTextFile: (file: string): Promise<string> =>
      Promise.try(() => {
        const value = content(file);
        return typeof value === "string" ? value : new TextDecoder().decode(value);
      }),
  };
}

function clean(file: string): string {
  const normal = path.posix.normalize(file.replaceAll("\\", "/")).replace(/\/$/, "");
  return normal === "." ? "" : normal;
}

/** Resolves after `ms` milliseconds. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A temporary folder that is removed when it goes out of scope (`await using`). */
export async function withTmpDir(
  options?: Deno.MakeTempOptions,
): Promise<{ dir: string } & AsyncDisposable> {
  const dir = await Deno.makeTempDir(options);
  return {
    dir,
    [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }),
  };
}

/** Writes files below a folder, making folders as needed. */
export async function writeFiles(dir: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(dir, name);
    await Deno.mkdir(path.dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
}

/** A test that leaves esbuild's child process running, and so is not checked for leaks. */
export function integrationTest(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}
