import assert from "node:assert/strict";

const FOLDER = new URL("../../static/css/", import.meta.url);

/** What a block of declarations sets, by name. */
function declarations(block: string): Record<string, string> {
  const found = [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name, value]));
}

async function stylesheets(): Promise<Map<string, string>> {
  const sheets = new Map<string, string>();
  for await (const { name } of Deno.readDir(FOLDER)) {
    if (name.endsWith(".css")) sheets.set(name, await Deno.readTextFile(new URL(name, FOLDER)));
  }
  return sheets;
}

Deno.test("tokens: the system's light theme is the light theme", async () => {
  const text = await Deno.readTextFile(new URL("tokens.css", FOLDER));
  const blockOf = (selector: string) => {
    const start = text.indexOf(`${selector} {`);
    assert.ok(start >= 0, selector);
    return declarations(text.slice(start, text.indexOf("}", start)));
  };
  const light = blockOf(':root[data-theme="light"]');
  assert.ok(Object.keys(light).length > 20);
  assert.deepEqual(blockOf(':root[data-theme="system"]'), light);
});

Deno.test("tokens: every name that a stylesheet uses is defined", async () => {
  const sheets = await stylesheets();
  const defined = declarations([...sheets.values()].join("\n"));
  for (const [file, text] of sheets) {
    for (const [, name = ""] of text.matchAll(/var\((--[\w-]+)/g)) {
      assert.ok(name in defined, `${file} uses ${name}, which no stylesheet defines`);
    }
  }
});

Deno.test("tokens: colours are written in the tokens alone", async () => {
  for (const [file, text] of await stylesheets()) {
    if (file === "tokens.css") continue;
    assert.doesNotMatch(text, /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i, file);
  }
});
