import type { Socket } from "node:net";

/**
 * What Vigia uses of nodemailer, which has no types of its own; `@types/nodemailer` would bring
 * those of Node.js along.
 */
export interface TransportOptions {
  host: string;
  /** Connects with this one, which is not connected yet. */
  socket?: Socket;
  port: number;
  secure: boolean;
  requireTLS: boolean;
  ignoreTLS: boolean;
  tls?: { servername: string };
  auth?: { user: string; pass: string };
  connectionTimeout: number;
  greetingTimeout: number;
  socketTimeout: number;
  disableFileAccess: boolean;
  disableUrlAccess: boolean;
}

export interface Mail {
  from: string;
  to: string;
  /** Whom this connection is for; `to` may name more. */
  envelope: { from: string; to: string[] };
  subject: string;
  text: string;
  messageId: string;
}

/** A recipient that was refused. */
export interface RefusedRecipient {
  recipient: string;
  /** What the server said, with its number. */
  response: string;
  responseCode: number;
}

export interface Sent {
  response: string;
  accepted: string[];
  rejectedErrors?: RefusedRecipient[];
}

export interface Transport {
  sendMail(mail: Mail): Promise<Sent>;
  close(): void;
}

export function createTransport(options: TransportOptions): Transport;
