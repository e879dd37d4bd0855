/** What a proxy does with connections. */
type Behaviour = "forward" | "refuse" | "swallow";

/**
 * Stands between a client and a server on this machine, so that tests can break the network: connections
 * are forwarded, refused (open ones are cut), or swallow every byte in silence.
 */
export class TcpProxy implements AsyncDisposable {
  readonly #target: Deno.ConnectOptions;
  readonly #listener: Deno.TcpListener;
  readonly #open = new Set<Deno.TcpConn>();
  readonly #accepting: Promise<void>;
  #behaviour: Behaviour = "forward";

  constructor(target: { hostname: string; port: number }) {
    this.#target = target;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#accepting = this.#accept();
  }

  /** Where clients connect to. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Changes what happens to connections, from now on. */
  set behaviour(behaviour: Behaviour) {
    this.#behaviour = behaviour;
    // Bytes that were swallowed are missing, so that those connections cannot go on either.
    if (behaviour !== "swallow") this.#cut();
  }

  #cut(): void {
    for (const connection of this.#open) close(connection);
    this.#open.clear();
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      if (this.#behaviour === "refuse") close(connection);
      else this.#serve(connection);
    }
  }

  async #serve(client: Deno.TcpConn): Promise<void> {
    this.#open.add(client);
    const server = await Deno.connect(this.#target);
    this.#open.add(server);
    await Promise.all([this.#pump(client, server), this.#pump(server, client)]);
    for (const connection of [client, server]) {
      this.#open.delete(connection);
      close(connection);
    }
  }

  async #pump(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    try {
      for (let size = await from.read(buffer); size !== null; size = await from.read(buffer)) {
        if (this.#behaviour === "swallow") continue;
        for (let sent = 0; sent < size;) sent += await to.write(buffer.subarray(sent, size));
      }
    } catch {
      // Cut by a test or by one of the ends.
    }
    close(to);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#cut();
    await this.#accepting;
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // Closed before.
  }
}
