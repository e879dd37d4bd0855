import { readCookie } from "../http/cookies.ts";
import { SESSION_ABSOLUTE_MS } from "./session.ts";

/**
 * The browser's session cookie. Where browsers come by https it has the `__Host-` prefix, which
 * binds it to this host and to `Secure`; plain HTTP in a local network needs the plain name.
 */
export class SessionCookie {
  readonly name: string;
  readonly #attributes: string;

  constructor(publicUrl: string | undefined) {
    const isSecure = publicUrl?.startsWith("https:") ?? false;
    this.name = isSecure ? "__Host-vigia_session" : "vigia_session";
    this.#attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  }

  /** The cookie's value in a request, or `null`. */
  read(request: Request): string | null {
    return readCookie(request.headers.get("cookie"), this.name);
  }

  /** `Set-Cookie` that signs in. */
  write(value: string): string {
    return `${this.name}=${value}; Max-Age=${SESSION_ABSOLUTE_MS / 1000}${this.#attributes}`;
  }

  /** `Set-Cookie` that signs out. */
  clear(): string {
    return `${this.name}=; Max-Age=0${this.#attributes}`;
  }
}
