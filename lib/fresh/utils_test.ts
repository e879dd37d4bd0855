import assert from "node:assert/strict";
import { escapeScript, pathToExportName, pathToSpec, UniqueNamer } from "./utils.ts";

Deno.test("escapeScript leaves nothing that ends the script element or starts a comment", () => {
  const escaped = escapeScript("</ScRiPt ></style><!--<script>");
  assert.doesNotMatch(escaped, /<\/(script|style)|<!--/i);
  assert.equal(JSON.parse(`"${escapeScript("</script><!--", { json: true })}"`), "</script><!--");
});

Deno.test("pathToExportName makes an identifier of any file name", () => {
  for (const file of ["/i/nav-bar.tsx", "/i/1.x.tsx", "/i/a b.v2.tsx", "/i/_.$x.tsx"]) {
    assert.match(pathToExportName(file), /^[A-Za-z_$][\w$]*$/, file);
  }
});

Deno.test("pathToSpec makes files relative and leaves registries alone", () => {
  assert.equal(pathToSpec("/a/b", "/a/c.ts"), "../c.ts");
  assert.equal(pathToSpec("/a", "npm:preact"), "npm:preact");
});

Deno.test("UniqueNamer gives each name once, also when one looks like a numbered other", () => {
  const namer = new UniqueNamer();
  const names = ["a", "a", "a_1", "a", "Map", "Map", "class", "3d"].map((name) =>
    namer.getUniqueName(name)
  );
  assert.equal(new Set(names).size, names.length, names.join());
  assert.deepEqual(names.slice(4), ["_Map", "_Map_1", "_class", "_3d"]);
});
