import { join } from "node:path";
import { type Manifest, manifestRoutes, ProdBuildCache, setBuildCache } from "fresh/internal";
import manifest from "@/fresh.gen.ts";
import { AuthService } from "@/lib/auth/auth_service.ts";
import type { Principal, Role } from "@/lib/auth/permissions.ts";
import { type Config, parseConfig } from "@/lib/config.ts";
import { defineApp } from "@/lib/http/app.ts";
import type { Handler } from "@/lib/http/observe.ts";
import { createLogger } from "@/lib/logging/logger.ts";
import { createServices, type Services, stopServices } from "@/lib/services.ts";

export const ORIGIN = "http://localhost:8000";
/** Strong enough, and the same everywhere. */
export const PASSWORD = "lanterns over the harbour";

export interface TestAppOptions {
  /** Environment variables of `lib/config.ts`. Limits are off unless they are given. */
  environment?: Record<string, string>;
  /** Further route modules by their manifest key. */
  routes?: Manifest["routes"];
  /** Milliseconds, for sessions and tokens. */
  now?: () => number;
}

export interface TestApp {
  services: Services;
  /** Everything that was logged. */
  logLines: string[];
  /** The server's function. */
  handler: Handler;
  /** Calls the server's function; `init.peer` is the address of the connection. */
  fetch(path: string, init?: RequestInit & { peer?: string }): Promise<Response>;
  /** Posts JSON, with a bearer token if there is one. */
  post(path: string, body: unknown, token?: string): Promise<Response>;
  /** Makes an account with a role and signs it in. */
  signIn(role: Role): Promise<SignedIn>;
  close(): Promise<void>;
}

export interface SignedIn {
  userId: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  /** `name=value` of the session cookie of a browser. */
  cookie: string;
}

/** `name=value` of the first cookie that an answer sets. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

const CLIENT = { address: "192.0.2.1", userAgent: "test" };

function addAccount(auth: AuthService, email: string, name: string) {
  return auth.register({ name, email, password: PASSWORD }, CLIENT);
}

function configFor(dataDir: string, environment: Record<string, string>): Config {
  return parseConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: "debug",
    RATE_LIMITS: "off",
    JWT_SECRET: "a secret of at least thirty-two bytes",
    ...environment,
  });
}

/**
 * The whole application on a temporary folder, without a server and without browser code. Passwords
 * are hashed at the lowest cost, all else is as in production.
 */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = await Deno.makeTempDir({ prefix: "vigia-http-" });
  const logLines: string[] = [];
  const config = configFor(dataDir, options.environment ?? {});
  const logger = createLogger("debug", (line) => logLines.push(line));
  const services = await createServices(config, logger);
  services.auth = await AuthService.create({
    ...services,
    passwordCost: 4,
    ...(options.now !== undefined && { now: options.now }),
  });
  const allRoutes = { ...manifest, routes: { ...manifest.routes, ...options.routes } };
  const app = defineApp(services, allRoutes);
  const staticFile = { filePath: "static/css/base.css", hash: "0", contentType: "text/css" };
  setBuildCache(
    app,
    new ProdBuildCache(join(import.meta.dirname!, "../.."), {
      clientEntry: "/client.js",
      islands: new Map(),
      staticFiles: new Map([["/css/base.css", { ...staticFile, immutable: false }]]),
      entryAssets: [],
      fsRoutes: manifestRoutes(allRoutes),
    }),
    "production",
  );
  const handler = app.handler();
  const fetch: TestApp["fetch"] = (path, { peer = "127.0.0.1", ...init } = {}) =>
    handler(new Request(new URL(path, ORIGIN), init), {
      remoteAddr: { transport: "tcp", hostname: peer, port: 50_000 },
      completed: Promise.resolve(),
    });
  let accounts = 0;
  let founder: Promise<unknown> | undefined;
  return {
    services,
    logLines,
    handler,
    fetch,
    post: (path, body, token) =>
      fetch(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: {
          "content-type": "application/json",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      }),
    async signIn(role) {
      const { auth } = services;
      // The first account is administrator and stays it, so that others may be anything.
      await (founder ??= addAccount(auth, "founder@example.com", "Founder"));
      const email = `${role.toLowerCase()}${++accounts}@example.com`;
      const credentials = { email, password: PASSWORD };
      const user = await addAccount(auth, email, role);
      const actor = { userId: user.id } as Principal;
      await auth.setRole(actor, user.id, role);
      const pair = await auth.login(credentials, CLIENT);
      const { setCookie } = await auth.loginBrowser(credentials, CLIENT, null);
      return { userId: user.id, email, ...pair, cookie: setCookie.split(";")[0]! };
    },
    async close() {
      await stopServices(services);
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}
