/** What a mail server answers to the end of a message, such as `250 queued as 42`. */
export type MailVerdict = (mail: string) => string | Promise<string>;

/** A mail server on the loopback, without encryption, that keeps nothing. */
export class MailServer {
  readonly port: number;
  readonly #listener: Deno.TcpListener;
  readonly #verdict: MailVerdict;
  readonly #connections = new Set<Deno.TcpConn>();
  readonly #serving: Promise<void>;

  constructor(verdict: MailVerdict) {
    this.#verdict = verdict;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.port = this.#listener.addr.port;
    this.#serving = this.#serve();
  }

  /** Ends every connection too. */
  async close(): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) closeQuietly(connection);
    await this.#serving;
  }

  async #serve(): Promise<void> {
    const talks: Promise<void>[] = [];
    for await (const connection of this.#listener) {
      this.#connections.add(connection);
      const talk = this.#talk(connection)
        // The other side may go at any moment.
        .catch(() => {})
        .finally(() => {
          this.#connections.delete(connection);
          closeQuietly(connection);
        });
      talks.push(talk);
    }
    await Promise.all(talks);
  }

  async #talk(connection: Deno.TcpConn): Promise<void> {
    const say = (line: string) => connection.write(new TextEncoder().encode(`${line}\r\n`));
    await say("220 test");
    let text = "";
    let isMail = false;
    for await (const part of connection.readable.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (!text.endsWith(isMail ? "\r\n.\r\n" : "\r\n")) continue;
      const command = text.trim();
      text = "";
      if (isMail) {
        isMail = false;
        await say(await this.#verdict(command));
      } else if (command === "DATA") {
        isMail = true;
        await say("354 go on");
      } else await say(command === "QUIT" ? "221 bye" : "250 ok");
    }
  }
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // Closed already.
  }
}
