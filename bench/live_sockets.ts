/** A socket that is subscribed to events and tells the ids that it gets. */
export async function openSocket(
  port: number,
  token: string,
  onMessage: (text: string) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  const welcomed = Promise.withResolvers<void>();
  socket.onopen = () => socket.send(JSON.stringify({ type: "auth", token }));
  socket.onerror = () => welcomed.reject(new Error("A socket was refused"));
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    // Parsing would cost this process more than sending costs the server.
    if (data.startsWith('{"type":"message"')) onMessage(data);
    else if (data.startsWith('{"type":"ping"')) socket.send('{"type":"pong"}');
    else if (data.startsWith('{"type":"welcome"')) {
      socket.send(JSON.stringify({ type: "subscribe", topics: ["events"] }));
      welcomed.resolve();
    }
  };
  await welcomed.promise;
  return socket;
}

/** A socket that subscribes to events and then never reads a byte. */
export async function openSilentSocket(port: number, token: string): Promise<Deno.Conn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const key = crypto.getRandomValues(new Uint8Array(16)).toBase64();
  const head = [
    "GET /ws HTTP/1.1",
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Authorization: Bearer ${token}`,
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${key}`,
    "",
    "",
  ].join("\r\n");
  await connection.write(new TextEncoder().encode(head));
  await connection.read(new Uint8Array(4096));
  await connection.write(maskedText(JSON.stringify({ type: "subscribe", topics: ["events"] })));
  return connection;
}

/** A text frame of at most 125 bytes as clients send it (RFC 6455, section 5.2). */
function maskedText(text: string): Uint8Array<ArrayBuffer> {
  const payload = new TextEncoder().encode(text);
  const mask = crypto.getRandomValues(new Uint8Array(4));
  return new Uint8Array([
    0x81,
    0x80 | payload.length,
    ...mask,
    ...payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  ]);
}
