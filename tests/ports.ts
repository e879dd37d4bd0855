/**
 * Below what systems hand out by themselves: a port from there could become another test's outgoing
 * connection before the server that it was found for listens.
 */
const PORTS = { from: 15_000, to: 32_000 };

/** A port that nobody listens at, for a server that starts in a moment or comes back on the same one. */
export function freePort(): number {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
