import { ALIVE_URL } from "../../constants.ts";

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;

interface AliveMessage {
  type: "initial-state";
  /** Start time of the server process, in milliseconds since 1970. */
  revision: number;
}

/**
 * Reloads the page after the development server has restarted. While the tab is hidden it stays
 * disconnected, so that a forgotten tab does not keep polling.
 */
export function connectLiveReload(): void {
  let socket: WebSocket | null = null;
  let revision = 0;
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(timer);
    if (socket !== null || document.hidden) return;
    const url = new URL(ALIVE_URL, location.origin);
    url.protocol = location.protocol === "http:" ? "ws:" : "wss:";
    const opened = socket = new WebSocket(url);
    opened.onopen = () => retryMs = FIRST_RETRY_MS;
    opened.onmessage = (event) => {
      const message = JSON.parse(event.data) as AliveMessage;
      if (message.type !== "initial-state") return;
      if (revision !== 0 && message.revision > revision) location.reload();
      revision = message.revision;
    };
    opened.onclose = () => {
      socket = null;
      if (document.hidden) return;
      timer = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    };
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) socket?.close();
    else connect();
  });
  connect();
}
