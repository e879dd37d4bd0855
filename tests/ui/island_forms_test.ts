import assert from "node:assert/strict";

/** The tag that opens a form, with its attributes. */
const FORM = /<form\b(?:[^>{]|\{[^}]*\})*>/g;
const FOLDERS = ["../../islands/", "../../lib/ui/"];

async function* sources(folder: URL): AsyncGenerator<{ name: string; text: string }> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".tsx")) {
      yield { name, text: await Deno.readTextFile(new URL(name, folder)) };
    }
  }
}

// Sent before its script runs, a form without a method puts what was typed into the address, passwords too.
Deno.test("forms that a script sends are posts, so that none writes secrets into an address", async () => {
  const forms: string[] = [];
  for (const folder of FOLDERS) {
    for await (const { name, text } of sources(new URL(folder, import.meta.url))) {
      for (const [tag] of text.matchAll(FORM)) {
        if (tag.includes("onSubmit=")) forms.push(`${name}: ${tag}`);
      }
    }
  }
  assert.ok(forms.length >= 7, `only ${forms.length} forms were found`);
  assert.deepEqual(forms.filter((form) => !form.includes('method="post"')), []);
});
