import { liveScript } from "../../../openapi/live_example.ts";
import { TOPIC_PERMISSIONS, TOPICS } from "../../../live/topics.ts";
import { CodeBlock } from "../CodeBlock.tsx";
import { InlineText, Paragraphs } from "../InlineText.tsx";
import { Guide } from "./Guide.tsx";

export interface LiveGuideProps {
  id: string;
  title: string;
  serverUrl: string;
}

const HOW =
  `Vigia keeps one log of what happens. Every message in it has a number, \`seq\`, that only \
grows. Read it over a WebSocket at \`/ws\` or as server-sent events at \`/api/v1/stream\`; both carry \
the same messages.

Each message is one JSON object with a \`type\`. A connection begins with who it is: a browser's cookie \
or an \`Authorization\` header at the upgrade is enough; otherwise the first message must be \`auth\`, \
within 5 seconds. The server answers with \`welcome\`. Then \`subscribe\` names the topics; a later \
\`subscribe\` replaces them.

Whoever comes back sends the last \`seq\` it saw as \`resumeFrom\` and gets what it missed, in order. \
What is not kept any more comes as a \`gap\`: read the lists again and go on. A reader that is too slow \
gets a \`gap\` as well, rather than an ever later stream.`;

const SENT: readonly [string, string][] = [
  ['{ "type": "auth", "token": "…" }', "An access token or API key."],
  [
    '{ "type": "subscribe", "topics": ["events"], "resumeFrom": 4711 }',
    "From now on these topics; with `resumeFrom`, first what came after that number.",
  ],
  ['{ "type": "pong" }', "The answer to `ping`."],
];

const RECEIVED: readonly [string, string][] = [
  [
    '{ "type": "welcome", "seq": 4711 }',
    "You are known. `seq` is the newest number of the log; `epoch`, beside it, changes when the " +
    "server was restarted.",
  ],
  [
    '{ "type": "message", "topic": "events", "seq": 4712, "ts": "…", "data": [ … ] }',
    "What happened. A burst of events comes as one message with one number.",
  ],
  [
    '{ "type": "gap", "from": 4713, "to": 4980 }',
    "These numbers are not delivered; read the lists again.",
  ],
  [
    '{ "type": "error", "code": "forbidden", "message": "…" }',
    "What was refused: `invalid`, `forbidden` or `unauthorized`.",
  ],
  ['{ "type": "ping" }', "Every 25 seconds. Silence for twice as long means a dead connection."],
];

const DATA: Partial<Record<string, string>> = {
  events: "An array of Events, oldest first.",
  kpis: "The Summary of the last 24 hours.",
  notices: "An empty object: notices came or were read.",
};
const OTHER_DATA = "An array of rows, as the topic's list call answers them.";

const CLOSING: readonly [string, string][] = [
  ["1012", "The server restarts; come back."],
  ["4401", "Not signed in, or not any more."],
  ["4403", "None of the topics is permitted."],
  ["4408", "The connection did not read; come back."],
];

function Definitions({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl class="messages">
      {rows.map(([name, text]) => (
        <>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <InlineText text={text} />
          </dd>
        </>
      ))}
    </dl>
  );
}

/** The protocol of `/ws` and `/api/v1/stream`. */
export function LiveGuide({ id, title, serverUrl }: LiveGuideProps) {
  const topics = TOPICS.map((topic) =>
    [topic, `${DATA[topic] ?? OTHER_DATA} Needs \`${TOPIC_PERMISSIONS[topic]}\`.`] as const
  );
  return (
    <Guide id={id} title={title}>
      <Paragraphs text={HOW} />
      <h3 lang="en">You send</h3>
      <Definitions rows={SENT} />
      <h3 lang="en">You receive</h3>
      <Definitions rows={RECEIVED} />
      <h3 lang="en">Topics and their data</h3>
      <Definitions rows={topics} />
      <h3 lang="en">Close codes</h3>
      <Definitions rows={CLOSING} />
      <CodeBlock
        label="Follow and resume: Node 22, Deno, Bun"
        isCommand
        text={liveScript(serverUrl, "process.env.VIGIA_KEY")}
      />
    </Guide>
  );
}
