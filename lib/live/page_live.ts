import { LiveClient, type LiveReader } from "./client.ts";

let client: LiveClient | undefined;

/** Reads the live log over the one connection of this page; what is returned ends it. Browser only. */
export function readLive(reader: LiveReader): () => void {
  client ??= new LiveClient({ url: new URL("/ws", location.href.replace(/^http/, "ws")).href });
  return client.join(reader);
}
