import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { SELF_SIGNED } from "./certificates.ts";

/** What a mail server answers to the end of a message, such as `250 queued as 42`. */
export type MailVerdict = (mail: string) => string | Promise<string>;

export interface MailServerOptions {
  /** What it answers when a recipient is named. */
  recipientVerdict?: (address: string) => string;
  /** How it encrypts, if at all. */
  security?: "none" | "starttls" | "tls";
  /** Default: one that nobody signed. */
  certificate?: { cert: string; key: string };
  hostname?: string;
  port?: number;
}

/** A mail server on the loopback that keeps nothing but the commands it was given. */
export class MailServer {
  /** Everything but messages, in order. */
  readonly commands: string[] = [];
  /** While it is set, `STARTTLS` gets no answer. */
  holdsBack = false;
  readonly #verdict: MailVerdict;
  readonly #options: MailServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(verdict: MailVerdict, options: MailServerOptions) {
    this.#verdict = verdict;
    this.#options = options;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      if (options.security === "tls") this.#talk(this.#encrypt(socket), true);
      else this.#talk(socket);
    });
  }

  /** Listens when it resolves. */
  static async open(verdict: MailVerdict, options: MailServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(verdict, options);
    server.#server.listen(options.port ?? 0, options.hostname ?? "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#sockets.size;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection too. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #encrypt(socket: Socket): TLSSocket {
    const { cert, key } = this.#options.certificate ?? SELF_SIGNED;
    return new TLSSocket(socket, { isServer: true, cert, key });
  }

  #talk(socket: Socket, isEncrypted = false, isGreeted = false): void {
    const say = (line: string) => void socket.write(`${line}\r\n`);
    let text = "";
    let isMail = false;
    const hear = async (part: Uint8Array) => {
      text += new TextDecoder().decode(part);
      if (!text.endsWith(isMail ? "\r\n.\r\n" : "\r\n")) return;
      const lines = isMail ? [text.trim()] : text.trim().split("\r\n");
      text = "";
      for (const line of lines) {
        if (isMail) {
          isMail = false;
          say(await this.#verdict(line));
          continue;
        }
        this.commands.push(line);
        if (line === "STARTTLS" && this.#options.security === "starttls") {
          if (this.holdsBack) return;
          say("220 go on");
          socket.off("data", hear);
          this.#talk(this.#encrypt(socket), true, true);
          return;
        }
        isMail = line === "DATA";
        say(this.#answer(line, isEncrypted));
      }
    };
    socket.on("data", hear);
    // The other side may go at any moment.
    socket.on("error", () => {});
    if (!isGreeted) say("220 test");
  }

  #answer(command: string, isEncrypted: boolean): string {
    const { security, recipientVerdict } = this.#options;
    if (command.startsWith("EHLO")) {
      return security === "starttls" && !isEncrypted
        ? "250-test\r\n250 STARTTLS"
        : "250-test\r\n250 AUTH PLAIN";
    }
    if (command.startsWith("AUTH")) return "235 welcome";
    if (command === "STARTTLS") return "502 not here";
    if (command === "DATA") return "354 go on";
    if (command === "QUIT") return "221 bye";
    const recipient = /^RCPT TO:<(.*)>/.exec(command)?.[1];
    return recipient === undefined ? "250 ok" : recipientVerdict?.(recipient) ?? "250 ok";
  }
}
