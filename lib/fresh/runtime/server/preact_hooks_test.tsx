import assert from "node:assert/strict";
import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { App, setBuildCache } from "../../app.ts";
import { EmptyBuildCache, type Island } from "../../build_cache.ts";
import { IslandPreparer } from "../../island_preparer.ts";
import { Head } from "../shared.ts";

function Box(props: { label?: ComponentChildren; children?: ComponentChildren; hide?: boolean }) {
  return <div>{props.hide ? null : <>{props.label}{props.children}</>}</div>;
}
function Value({ value }: { value: unknown }) {
  return <i>{typeof value}</i>;
}
function Outer() {
  return <Value value={1} />;
}

async function render(
  page: () => ComponentChildren,
  wrapper?: (props: { Component: () => ComponentChildren }) => ComponentChildren,
): Promise<{ html: string; response: Response }> {
  const app = new App({ basePath: "/base" });
  const cache = new EmptyBuildCache("production");
  cache.clientEntry = "/js/runtime.js";
  const registry = new Map<Island["fn"], Island>();
  new IslandPreparer().prepare(registry, { default: Box, Value, Outer }, "/js/box.js", "Box", []);
  cache.islandRegistry = registry;
  setBuildCache(app, cache, "production");
  if (wrapper !== undefined) app.appWrapper(wrapper as never);
  app.get("/", (ctx) => ctx.render(<>{page()}</>));
  const response = await app.handler()(new Request("http://localhost/base"));
  return { html: await response.text(), response };
}

/** Value that the boot script hands to the browser. */
function wireOf(html: string): string {
  const literal = html.match(/boot\(\{[^}]*\},(".*")\);<\/script>/)?.[1];
  assert(literal !== undefined, `no boot script in ${html}`);
  return JSON.parse(literal);
}

Deno.test("islands are marked, and the boot script imports each once", async () => {
  const { html, response } = await render(() => (
    <>
      <Box key="a:b">x</Box>
      <Value value={1} />
      <Value value={2} />
    </>
  ));
  assert.match(html, /<!--frsh:island:Box:0:a_b--><div>.*<\/div><!--\/frsh:island-->/);
  assert.match(html, /<!--frsh:island:Value:1:--><i>number<\/i><!--\/frsh:island-->/);
  assert.match(
    html,
    /import \{ boot \} from "\/base\/js\/runtime.js";import Box from "\/base\/js\/box.js";import \{ Value \} from "\/base\/js\/box.js";boot\(\{Box,Value\},/,
  );
  assert.equal(
    response.headers.get("Link"),
    '</base/js/runtime.js>; rel="modulepreload"; as="script", ' +
      '</base/js/box.js>; rel="modulepreload"; as="script"',
  );
});

Deno.test("an island inside another island's output is plain", async () => {
  const { html } = await render(() => <Outer />);
  assert.doesNotMatch(html, /frsh:island:Value/);
  assert.match(html, /boot\(\{Outer\}/);
});

Deno.test("JSX props become slots with their islands marked, and their text is not sent", async () => {
  const { html } = await render(() => (
    <Box label={<b key="k">label</b>}>
      secret <Value value={null} />
    </Box>
  ));
  assert.match(html, /<!--frsh:slot:0:label--><b data-frsh-key="k">label<\/b><!--\/frsh:slot-->/);
  assert.match(html, /<!--frsh:slot:1:children-->secret <!--frsh:island:Value:1:-->/);
  assert.doesNotMatch(wireOf(html), /secret/);
});

Deno.test("slots that are not rendered wait in templates, nested ones too", async () => {
  const { html } = await render(() => (
    <Box hide>
      one<Box hide>two</Box>
    </Box>
  ));
  assert.match(html, /<template id="frsh-0-children"><!--frsh:slot:0:children-->one/);
  assert.match(html, /<template id="frsh-1-children"><!--frsh:slot:1:children-->two/);
  assert(html.indexOf("<template") < html.indexOf("<script"), "templates come before the script");
});

Deno.test("signals keep their identity, computed ones become constants", async () => {
  const shared = signal(5);
  const { html } = await render(() => (
    <>
      <Value value={shared} />
      <Value value={[shared, computed(() => shared.value * 2)]} />
    </>
  ));
  const wire = wireOf(html);
  assert.equal(wire.match(/"Signal"/g)?.length, 1);
  assert.match(wire, /\["Computed",\d+\]/);
});

Deno.test("props are escaped for the script they stand in", async () => {
  const value = '<!--<script></script>"';
  const { html } = await render(() => <Value value={value} />);
  const script = html.slice(html.indexOf("<script"));
  assert.equal(script.match(/<\/script/g)?.length, 1);
  assert.doesNotMatch(script, /<!--<script>/);
  assert.match(wireOf(html), /<!--<script><\/script>/);
});

Deno.test("a prop that cannot be sent names island and prop", async () => {
  const app = new App();
  const cache = new EmptyBuildCache("production");
  const registry = new Map<Island["fn"], Island>();
  new IslandPreparer().prepare(registry, { Value }, "/js/v.js", "v", []);
  cache.islandRegistry = registry;
  setBuildCache(app, cache, "production");
  let message = "";
  app.onError("*", (ctx) => {
    message = (ctx.error as Error).message;
    return new Response(null, { status: 500 });
  });
  app.get("/", (ctx) => ctx.render(<Value value={{ deep: () => {} }} />));
  await app.handler()(new Request("http://localhost/"));
  assert.match(message, /Island "Value", prop "value\.deep": .*functions/);
});

Deno.test("a page without islands ships no script, template or Link header", async () => {
  const { html, response } = await render(() => <p>plain</p>);
  assert.doesNotMatch(html, /<script|<template|frsh/);
  assert.equal(response.headers.get("Link"), null);
});

Deno.test("scripts and styles get the nonce of their own response, also when hoisted", async () => {
  const hoisted = <style>{"p{}"}</style>;
  const nonceOf = async () => {
    const { html, response } = await render(() => (
      <>
        {hoisted}
        <script nonce="mine"></script>
      </>
    ));
    assert.match(html, /<script nonce="mine">/);
    const nonce = html.match(/<style nonce="([0-9a-f]{32})">/)?.[1];
    assert.equal(
      nonce,
      (response as unknown as Record<symbol, string>)[Symbol.for("__freshNonce")],
    );
    return nonce;
  };
  assert.notEqual(await nonceOf(), await nonceOf());
});

Deno.test("Head tags replace those of the wrapper in place, others are appended", async () => {
  const { html } = await render(
    () => (
      <Head>
        <title>page</title>
        <meta name="description" content="new" />
        <link rel="stylesheet" href="/page.css" />
        <link rel="canonical" href="/c" />
        <style key="theme">new</style>
      </Head>
    ),
    ({ Component }) => (
      <html>
        <head>
          <title>app</title>
          <meta name="description" content="old" />
          <link rel="stylesheet" href="/app.css" />
          <style key="theme">old</style>
        </head>
        <body>
          <Component />
        </body>
      </html>
    ),
  );
  const head = html.slice(html.indexOf("<head>"), html.indexOf("</head>"))
    .replaceAll(/ nonce="\w+"/g, "");
  assert.equal(
    head,
    '<head><title>page</title><meta name="description" content="new"/>' +
      '<link rel="stylesheet" href="/app.css"/><style data-key="theme">new</style>' +
      '<link rel="stylesheet" href="/page.css"/><link rel="canonical" href="/c"/>',
  );
});

Deno.test("useId differs between islands and between page and wrapper", async () => {
  const Named = () => <u id={useId()} />;
  const { html } = await render(
    () => (
      <>
        <Named />
        <Box>
          <Named />
        </Box>
      </>
    ),
    ({ Component }) => (
      <html>
        <head />
        <body>
          <Named />
          <Component />
        </body>
      </html>
    ),
  );
  const ids = Array.from(html.matchAll(/<u id="([^"]+)"/g), (match) => match[1]);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 3);
});
