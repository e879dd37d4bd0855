/** A module for Node 22, Deno, Bun and browsers that follows the live log and resumes after a cut. */
export function liveScript(serverUrl: string, tokenSource: string): string {
  return `let seen; // the last number that arrived

function follow() {
  const socket = new WebSocket("${serverUrl.replace(/^http/, "ws")}/ws");
  const send = (message) => socket.send(JSON.stringify(message));
  socket.onopen = () => send({ type: "auth", token: ${tokenSource} });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "welcome") {
      send({ type: "subscribe", topics: ["events"], resumeFrom: seen });
    } else if (message.type === "message") {
      seen = message.seq;
      for (const event of message.data) console.log(event.timestamp, event.type, event.userId);
    } else if (message.type === "gap") {
      seen = message.to; // some were missed: read /api/v1/events again
    } else if (message.type === "ping") {
      send({ type: "pong" });
    } else if (message.type === "error") {
      console.error(message.code, message.message);
    }
  };
  socket.onclose = ({ code }) => {
    if (code !== 4401 && code !== 4403) setTimeout(follow, 1000);
  };
}

follow();`;
}
