import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { PermanentError } from "../queue/errors.ts";
import type { AddressGuard, HostAddress } from "./address_guard.ts";

/** What a receiver answered. */
export interface OutgoingAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** At most the beginning, see `maxBytes`. */
  text: string;
}

export interface OutgoingLimits {
  /** Time for the whole exchange. */
  timeoutMs: number;
  /** What is read of an answer. */
  maxBytes: number;
}

const DEFAULT_LIMITS: OutgoingLimits = { timeoutMs: 10_000, maxBytes: 64 * 1024 };

const NO_ANSWER = "ETIMEDOUT";

/** The exchange did not get to an answer; trying again may help. Names the host, never the path. */
export class OutgoingError extends Error {
  readonly host: string;
  /** Such as `ECONNREFUSED`. */
  readonly code: string;
  constructor(host: string, code: string) {
    super(`${host}: ${code === NO_ANSWER ? "no answer in time" : code}`);
    this.name = "OutgoingError";
    this.host = host;
    this.code = code;
  }
}

/**
 * Sends requests to addresses that people typed: only where the guard allows, connected to the very
 * addresses that it checked, without redirects, proxies or kept connections.
 */
export class OutgoingHttp {
  readonly #guard: AddressGuard;
  readonly #limits: OutgoingLimits;

  constructor(guard: AddressGuard, limits: Partial<OutgoingLimits> = {}) {
    this.#guard = guard;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * Posts a body.
   * @throws ForbiddenAddressError the address must not be called.
   * @throws OutgoingError there was no answer in time.
   */
  async post(
    address: string,
    body: Uint8Array | string,
    headers: Readonly<Record<string, string>>,
  ): Promise<OutgoingAnswer> {
    const url = URL.parse(address);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new PermanentError("The address must begin with https:// or http://");
    }
    const abort = new AbortController();
    const { signal } = abort;
    // Not `AbortSignal.timeout`, whose timer would outlive the exchange.
    const timer = setTimeout(() => abort.abort(), this.#limits.timeoutMs);
    try {
      const addresses = await withSignal(this.#guard.addressesOf(url.hostname), signal);
      return await this.#exchange(url, addresses, body, headers, signal);
    } catch (error) {
      if (error instanceof PermanentError) throw error;
      const reason = signal.aborted ? NO_ANSWER : reasonOf(error);
      throw new OutgoingError(url.host, reason);
    } finally {
      clearTimeout(timer);
    }
  }

  #exchange(
    url: URL,
    addresses: readonly HostAddress[],
    body: Uint8Array | string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<OutgoingAnswer> {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const request: ClientRequest = send(url, {
        method: "POST",
        agent: false,
        headers: { "user-agent": "Vigia", ...headers, "content-length": bytes.length },
        lookup: (_host, options, done) => {
          if (options.all) done(null, [...addresses]);
          else done(null, addresses[0]!.address, addresses[0]!.family);
        },
      });
      const fail = (error: unknown) => {
        request.destroy();
        reject(error);
      };
      signal.addEventListener("abort", () => fail(signal.reason), { once: true });
      request.on("error", reject);
      request.on("response", (response) => {
        this.#read(response).then((text) => {
          request.destroy();
          resolve({ status: response.statusCode ?? 0, headers: plainHeaders(response), text });
        }, fail);
      });
      request.end(bytes);
    });
  }

  async #read(response: IncomingMessage): Promise<string> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response as AsyncIterable<Uint8Array>) {
      parts.push(part);
      size += part.length;
      if (size >= this.#limits.maxBytes) break;
    }
    const whole = new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
    return new TextDecoder().decode(whole.subarray(0, this.#limits.maxBytes));
  }
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value?.toString()]),
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

async function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
