import assert from "node:assert/strict";
import { splitDocument } from "./document.ts";

Deno.test("splitDocument finds the parts of a whole document", () => {
  const html = '<html lang="a>b"><head><title>x</title></head><body class="c">y</body></html>';
  assert.deepEqual(splitDocument(html), {
    htmlTag: '<html lang="a>b">',
    head: "<head><title>x</title></head>",
    rest: '<body class="c">y</body>',
    hasBody: true,
  });
});

Deno.test("splitDocument finds a head or body without the rest", () => {
  assert.deepEqual(splitDocument("<html><body>y</body></html>"), {
    htmlTag: "<html>",
    head: null,
    rest: "<body>y</body>",
    hasBody: true,
  });
  assert.equal(splitDocument("<head></head><p>y</p>").rest, "<p>y</p>");
  assert.equal(splitDocument("<!--frsh:key:1--><body>y</body>").hasBody, true);
});

Deno.test("splitDocument is not misled by text or similar names", () => {
  for (
    const html of ["<header>x</header>", "<p><body></p>", "<script>'<html><body>'</script>", ""]
  ) {
    assert.deepEqual(splitDocument(html), {
      htmlTag: null,
      head: null,
      rest: html,
      hasBody: false,
    });
  }
});
