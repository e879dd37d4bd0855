const decoder = new TextDecoder("latin1");
const HEADER_END = "\r\n\r\n";

/**
 * One keep-alive HTTP/1.1 connection that sends the same bytes again and again. `fetch` would cost the
 * load generator more than the request costs the server.
 */
export class HttpConnection {
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(64 * 1024);

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async open(hostname: string, port: number): Promise<HttpConnection> {
    const connection = await Deno.connect({ hostname, port });
    connection.setNoDelay(true);
    return new HttpConnection(connection);
  }

  /** Sends one request and returns the status of its answer. */
  async send(request: Uint8Array): Promise<number> {
    for (let sent = 0; sent < request.length;) {
      sent += await this.#connection.write(request.subarray(sent));
    }
    let length = 0;
    while (true) {
      const read = await this.#connection.read(this.#buffer.subarray(length));
      if (read === null) throw new Error("The server closed the connection");
      length += read;
      const text = decoder.decode(this.#buffer.subarray(0, length));
      const headEnd = text.indexOf(HEADER_END);
      if (headEnd < 0) continue;
      const bodyLength = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
      if (length >= headEnd + HEADER_END.length + bodyLength) return Number(text.slice(9, 12));
    }
  }

  close(): void {
    this.#connection.close();
  }
}

/** Connections to one server, as many as there are requests at the same time. */
export class ConnectionPool {
  readonly #port: number;
  readonly #idle: HttpConnection[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  /** @throws Error unless the answer is 202. */
  async send(request: Uint8Array): Promise<void> {
    const connection = this.#idle.pop() ?? await HttpConnection.open("127.0.0.1", this.#port);
    const status = await connection.send(request);
    if (status !== 202) throw new Error(`A webhook was answered ${status}`);
    this.#idle.push(connection);
  }

  /** Call when no request is under way. */
  close(): void {
    for (const connection of this.#idle) connection.close();
  }
}

/** The bytes of a POST of JSON. */
export function postRequest(path: string, token: string, body: string): Uint8Array {
  const bytes = new TextEncoder().encode(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    `Content-Length: ${bytes.length}`,
    "",
    "",
  ].join("\r\n");
  const request = new Uint8Array(head.length + bytes.length);
  request.set(new TextEncoder().encode(head));
  request.set(bytes, head.length);
  return request;
}
