import assert from "node:assert/strict";
import { liveScript } from "@/lib/openapi/live_example.ts";
import { hasCommand } from "../commands.ts";
import { openTestApp, PASSWORD, type TestApp } from "../http/app_fixture.ts";

interface Example {
  language: string;
  text: string;
}

const page = await Deno.readTextFile(new URL("../../docs/api.md", import.meta.url));

function examplesIn(markdown: string, host: string): Example[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language: language!,
    text: text!.replaceAll("localhost:8000", host),
  }));
}

interface Fixture {
  app: TestApp;
  host: string;
  /** Working folder of the commands. */
  folder: string;
  environment: Record<string, string>;
}

async function withServer(work: (fixture: Fixture) => Promise<void>): Promise<void> {
  const app = await openTestApp();
  const folder = await Deno.makeTempDir({ prefix: "vigia-examples-" });
  const aborter = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: aborter.signal, onListen() {} },
    app.handler,
  );
  try {
    const { email } = await app.signIn("ADMIN");
    await work({
      app,
      host: `127.0.0.1:${server.addr.port}`,
      folder,
      environment: {
        EMAIL: email,
        PASSWORD,
        WEBHOOK_SECRET: app.services.secrets.webhookSecret,
      },
    });
  } finally {
    app.services.live.stop();
    aborter.abort();
    await server.finished;
    await app.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function commandFor({ language, text }: Example): [string, string[]] {
  switch (language) {
    case "sh":
      return ["sh", ["-c", text]];
    case "js":
      return [Deno.execPath(), [
        "run",
        "-A",
        "--no-config",
        `data:text/javascript,${encodeURIComponent(text)}`,
      ]];
    case "py":
      return ["python3", ["-c", text]];
    default:
      throw new Error(`Do not know how to run an example in ${language}`);
  }
}

async function run(example: Example, { folder, environment }: Fixture): Promise<string> {
  const [command, args] = commandFor(example);
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args,
    cwd: folder,
    env: environment,
  }).output();
  const output = new TextDecoder().decode(stdout);
  assert.ok(success, `${example.text}\n${output}\n${new TextDecoder().decode(stderr)}`);
  return output;
}

/** Starts an example that does not end, sends events until it has written what is expected. */
async function follow(example: Example, expected: RegExp, fixture: Fixture): Promise<void> {
  const [command, args] = commandFor(example);
  const child = new Deno.Command(command, { args, env: fixture.environment, stdout: "piped" })
    .spawn();
  const timer = setInterval(
    () => fixture.app.services.events.create({ userId: "ana", type: "login" }, "test"),
    100,
  );
  const deadline = setTimeout(() => child.kill(), 20_000);
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    if (expected.test(output)) break;
  }
  clearInterval(timer);
  clearTimeout(deadline);
  assert.match(output, expected, example.text);
  child.kill();
  await child.status;
}

/** Fails the script as soon as a call is refused. */
const STRICT = 'set -eu\ncurl() { command curl --fail-with-body -sS "$@"; }\n';
const isEndless = ({ text }: Example) => text.includes("curl -sN") || text.includes("WebSocket");

Deno.test({
  name: "docs/api.md: the examples do what the page says",
  ignore: !hasCommand("curl"),
  async fn() {
    await withServer(async (fixture) => {
      const { app, environment } = fixture;
      const examples = examplesIn(page, fixture.host).filter(({ language }) => language !== "json");
      const shell = examples.filter((each) => each.language === "sh" && !isEndless(each));
      const script = `${STRICT}${shell.map(({ text }) => text).join("\n")}\nprintf %s "$VIGIA_KEY"`;
      const output = await run({ language: "sh", text: script }, fixture);
      assert.match(output, /"revenue":129\.9/);
      const key = /vg_\w{40}$/.exec(output)?.[0] ?? assert.fail(`no key in ${output}`);
      assert.match(await Deno.readTextFile(`${fixture.folder}/purchases.csv`), /order-1042/);
      const signedIn = { ...fixture, environment: { ...environment, VIGIA_KEY: key } };

      const hasPython = hasCommand("python3");
      for (const example of examples.filter((each) => each.language !== "sh")) {
        if (isEndless(example) || (example.language === "py" && !hasPython)) continue;
        await run(example, signedIn);
      }
      assert.equal(await app.services.store.events.count(), hasPython ? 7 : 5);

      for (const example of examples.filter(isEndless)) {
        const scoped = example.language === "sh"
          ? { ...example, text: `exec ${example.text}` }
          : example;
        await follow(scoped, /login/, signedIn);
      }
    });
  },
});

Deno.test("liveScript() follows the live log", async () => {
  await withServer(async (fixture) => {
    const { accessToken } = await fixture.app.signIn("VIEWER");
    const text = liveScript(`http://${fixture.host}`, "process.env.VIGIA_KEY");
    const environment = { ...fixture.environment, VIGIA_KEY: accessToken };
    await follow({ language: "js", text }, /login ana/, { ...fixture, environment });
  });
});
