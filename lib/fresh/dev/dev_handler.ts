import { ALIVE_URL } from "../constants.ts";
import type { Handler } from "../handler.ts";

/**
 * Wraps an app's handler for development: browsers reload when the process restarts, and a
 * request for a page that fails shows the error as a page, which reloads as well once it is mended.
 */
export function devHandler(handler: Handler, revision: number = Date.now()): Handler {
  return async (req, info) => {
    if (new URL(req.url).pathname === ALIVE_URL) return alive(req, revision);
    const response = await handler(req, info);
    const isPlainError = response.status === 500 &&
      (response.headers.get("content-type") ?? "").startsWith("text/plain");
    const wantsPage = req.headers.get("accept")?.includes("text/html") ?? false;
    return isPlainError && wantsPage ? errorPage(await response.text()) : response;
  };
}

function alive(req: Request, revision: number): Response {
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response("Expected a WebSocket upgrade request", { status: 501 });
  }
  const { socket, response } = Deno.upgradeWebSocket(req);
  socket.onopen = () => socket.send(JSON.stringify({ type: "initial-state", revision }));
  return response;
}

function errorPage(text: string): Response {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Error</title>
<style>
body { margin: 2rem; background: #1b1114; color: #ffe9ec; font: 16px/1.5 system-ui, sans-serif; }
pre { white-space: pre-wrap; padding: 1rem; border-left: 4px solid #f0566b; background: #2a191d; }
</style>
</head>
<body>
<h1>This page failed</h1>
<pre>${escaped}</pre>
<p>The page reloads when the server restarts after a change. Visitors only see that there was an
error.</p>
<script>
(function connect(known) {
  const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "${ALIVE_URL}");
  socket.onmessage = (event) => {
    const { revision } = JSON.parse(event.data);
    if (known !== 0 && revision > known) location.reload();
    known = revision;
  };
  socket.onclose = () => setTimeout(connect, 500, known);
})(0);
</script>
</body>
</html>
`;
  return new Response(html, {
    status: 500,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}
