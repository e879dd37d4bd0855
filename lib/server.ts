import { type Services, startServices, stopServices } from "./services.ts";

export type RequestHandler = (
  request: Request,
  info: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/** A listening server with its services. */
export interface RunningServer {
  /** Base address, without a trailing slash. */
  url: string;
  port: number;
  /** Aborts when the server begins to stop. */
  stopping: AbortSignal;
  /** Stops accepting, drains for at most ten seconds, closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

/** Requests that are under way get this long to end. */
const DRAIN_MS = 10_000;

/**
 * Serves on the configured address and begins the background work.
 * @throws Deno.errors.AddrInUse when the port is taken.
 */
export async function serve(services: Services, handler: RequestHandler): Promise<RunningServer> {
  const { config, logger } = services;
  const server = Deno.serve(
    { port: config.port, hostname: config.host, automaticCompression: true, onListen() {} },
    handler,
  );
  await startServices(services);
  const { hostname, port } = server.addr;
  const shown = hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname;
  const begun = new AbortController();
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    logger.info("stopping");
    begun.abort();
    // Open sockets would keep the server from ending, so they go first and come back elsewhere.
    await services.live.stop();
    const ended = server.shutdown();
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, DRAIN_MS))]);
    await stopServices(services);
    logger.info("stopped");
  };
  return {
    url: config.publicUrl ?? `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`,
    port,
    stopping: begun.signal,
    stop: () => stopping ??= stop(),
  };
}

/** Stops the server on Ctrl-C and on SIGTERM, then ends the process. */
export function stopOnSignals(server: RunningServer): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      server.stop().then(() => Deno.exit(0), () => Deno.exit(1));
    });
  }
}
