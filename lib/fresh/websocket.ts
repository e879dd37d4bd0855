import { HttpError } from "./error.ts";

/** Callbacks of a WebSocket connection. */
export interface WebSocketHandlers {
  open?(socket: WebSocket): void;
  message?(socket: WebSocket, event: MessageEvent): void;
  close?(socket: WebSocket, code: number, reason: string): void;
  error?(socket: WebSocket, event: Event | ErrorEvent): void;
}

/** Options of the upgrade. */
export interface WebSocketUpgradeOptions {
  /** Seconds without an answer to a ping after which the connection is closed. */
  idleTimeout?: number;
  /** Subprotocol to select. */
  protocol?: string;
}

/** A socket, and the response that makes the client switch to it. */
export interface WebSocketUpgrade {
  socket: WebSocket;
  response: Response;
}

/** Whether the value has at least one WebSocket callback (else it is options, or nothing). */
export function isWebSocketHandlers(
  value: WebSocketHandlers | WebSocketUpgradeOptions | undefined,
): value is WebSocketHandlers {
  if (value === undefined) return false;
  const { open, message, close, error } = value as WebSocketHandlers;
  return [open, message, close, error].some((callback) => typeof callback === "function");
}

/**
 * Switches the request's connection to a WebSocket.
 *
 * @throws {HttpError} 400 when the client did not ask for that.
 */
export function upgradeRequest(req: Request, options?: WebSocketUpgradeOptions): WebSocketUpgrade {
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new HttpError(400, "Expected a WebSocket upgrade request");
  }
  const upgradeOptions: Deno.UpgradeWebSocketOptions = {};
  if (options?.idleTimeout !== undefined) upgradeOptions.idleTimeout = options.idleTimeout;
  if (options?.protocol !== undefined) upgradeOptions.protocol = options.protocol;
  return Deno.upgradeWebSocket(req, upgradeOptions);
}

/** Connects the callbacks to the socket. */
export function attachHandlers(socket: WebSocket, handlers: WebSocketHandlers): void {
  if (handlers.open) socket.onopen = () => handlers.open!(socket);
  if (handlers.message) socket.onmessage = (event) => handlers.message!(socket, event);
  if (handlers.close) {
    socket.onclose = (event) => handlers.close!(socket, event.code, event.reason);
  }
  if (handlers.error) socket.onerror = (event) => handlers.error!(socket, event);
}
