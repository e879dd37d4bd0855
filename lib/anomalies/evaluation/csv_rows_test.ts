import assert from "node:assert/strict";
import { csvField, readCsv } from "./csv_rows.ts";

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function rowsOf(text: string, size = 7) {
  return await Array.fromAsync(readCsv(pieces(text, size)));
}

Deno.test("readCsv() gives the same rows with their lines however the text is cut", async () => {
  const text = '\uFEFFa,b\r\n1, 2\n\n"x, ""y""","two\nlines"\n,\nlast,1';
  const expected = [
    { line: 1, fields: ["a", "b"] },
    { line: 2, fields: ["1", "2"] },
    { line: 4, fields: ['x, "y"', "two\nlines"] },
    { line: 6, fields: ["", ""] },
    { line: 7, fields: ["last", "1"] },
  ];
  for (let size = 1; size <= text.length; size++) {
    assert.deepEqual(await rowsOf(text, size), expected, `pieces of ${size}`);
  }
});

Deno.test("readCsv() refuses quotes that do not fit", async () => {
  await assert.rejects(rowsOf('a\n"open\nrest'), /Line 2: a quote is not closed/);
  await assert.rejects(rowsOf('a\nx"y"\n'), /Line 2: a quote stands in the middle of a field/);
});

Deno.test("csvField() quotes what needs it", () => {
  assert.deepEqual(["a", "a,b", 'a"b', "a\nb"].map(csvField), ["a", '"a,b"', '"a""b"', '"a\nb"']);
});
