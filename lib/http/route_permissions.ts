import { type Manifest, manifestRoutes } from "fresh/internal";
import type { RoutePermission } from "../auth/permissions.ts";

/** Exports of a route module that say who may call it. */
export interface RouteDeclaration {
  /** For every method, or by method; GET's counts for HEAD. */
  permission?: RoutePermission | Readonly<Record<string, RoutePermission>>;
  /**
   * For a page that also answers JSON: callers that do not ask for HTML by name are API callers,
   * who get a 401 instead of the sign-in page.
   */
  answersJson?: boolean;
}

/** Who may make a request. */
export interface RouteAccess {
  /**
   * `undeclared`: the route forgot to say, so nobody may. `unanswered`: no route takes this address
   * and method, and the router says so.
   */
  permission: RoutePermission | "undeclared" | "unanswered";
  /** The route shows a page to whoever does not ask for something else. */
  isPage: boolean;
}

const ALL_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const UNANSWERED: RouteAccess = { permission: "unanswered", isPage: false };

type RouteModule = Manifest["routes"][string] & RouteDeclaration;

/** The methods that a route file answers, as the router sees it. */
function methodsOf(module: RouteModule): string[] {
  const handler = module.handlers ?? module.handler;
  if (typeof handler === "function") return ALL_METHODS;
  const methods = handler === undefined ? [] : Object.keys(handler);
  return module.default === undefined || methods.includes("GET") ? methods : [...methods, "GET"];
}

function declaredFor(module: RouteModule, method: string): RoutePermission | "undeclared" {
  const { permission } = module;
  if (permission === undefined) return "undeclared";
  if (typeof permission === "string") return permission;
  const byMethod = Object.hasOwn(permission, method)
    ? permission[method]
    : method === "HEAD"
    ? permission["GET"]
    : undefined;
  return byMethod ?? "undeclared";
}

/**
 * What each route of a manifest declares, by the pattern that the router matches. Deny by default:
 * what is not in here is not allowed.
 */
export class RoutePermissions {
  readonly #byPattern = new Map<string, Map<string, RouteAccess>>();

  /** @throws Error when two files answer the same method of the same address. */
  constructor(manifest: Manifest) {
    for (const file of manifestRoutes(manifest)) {
      if (file.type !== "route") continue;
      const module = file.mod as RouteModule;
      const pattern = module.config?.routeOverride ?? file.routePattern;
      const byMethod = this.#byPattern.get(pattern) ?? new Map<string, RouteAccess>();
      for (const method of methodsOf(module)) {
        if (byMethod.has(method)) {
          throw new Error(`Two route files answer ${method} ${pattern}; one is ${file.filePath}`);
        }
        byMethod.set(method, {
          permission: declaredFor(module, method),
          isPage: module.default !== undefined && module.answersJson !== true,
        });
      }
      this.#byPattern.set(pattern, byMethod);
    }
  }

  /** Who may call what the router matched; `null` is no match. */
  accessOf(pattern: string | null, method: string): RouteAccess {
    if (pattern === null) return UNANSWERED;
    const byMethod = this.#byPattern.get(pattern);
    // A pattern that is no file's was added by hand and declares nothing.
    if (byMethod === undefined) return { permission: "undeclared", isPage: false };
    return byMethod.get(method) ?? (method === "HEAD" ? byMethod.get("GET") : undefined) ??
      UNANSWERED;
  }

  /** Every method and address with what it declares, for the test that walks them. */
  list(): { pattern: string; method: string; permission: RouteAccess["permission"] }[] {
    return [...this.#byPattern].flatMap(([pattern, byMethod]) =>
      [...byMethod].map(([method, { permission }]) => ({ pattern, method, permission }))
    );
  }
}
