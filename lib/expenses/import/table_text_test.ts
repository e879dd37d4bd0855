import assert from "node:assert/strict";
import { decodeTable, type Encoding, isMisread } from "./table_text.ts";

const TEXT = "Data;Usuário;Valor\nçã;é;1\n";

function latin1(text: string): Uint8Array {
  return Uint8Array.from([...text].map((sign) => sign.charCodeAt(0)));
}

function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index++) {
    bytes.setUint16(index * 2, text.charCodeAt(index), isLittle);
  }
  return new Uint8Array(bytes.buffer);
}

Deno.test("decodeTable() finds out every encoding, with and without its mark", async () => {
  const utf8 = new TextEncoder();
  const cases: [Encoding, Uint8Array][] = [
    ["utf-8", utf8.encode(TEXT)],
    ["utf-8", utf8.encode(`\ufeff${TEXT}`)],
    ["windows-1252", latin1(TEXT)],
    ["utf-16le", utf16(TEXT, true)],
    ["utf-16le", utf16(`\ufeff${TEXT}`, true)],
    ["utf-16be", utf16(TEXT, false)],
    ["utf-16be", utf16(`\ufeff${TEXT}`, false)],
  ];
  for (const [encoding, bytes] of cases) {
    const table = await decodeTable(bytes);
    assert.deepEqual([table.encoding, table.text], [encoding, TEXT], encoding);
  }
});

Deno.test("decodeTable() reads every end of a line alike", async () => {
  const { text } = await decodeTable(new TextEncoder().encode("a\r\nb\rc\nd"));
  assert.equal(text, "a\nb\nc\nd");
});

Deno.test("isMisread() finds the cells of a mixed file that are not in its encoding", async () => {
  const utf8 = [...new TextEncoder().encode("maçã\n")];
  const other = [...latin1("pão\n")];
  const mostlyUtf8 = await decodeTable(Uint8Array.from([...utf8, ...utf8, ...other]));
  assert.equal(mostlyUtf8.encoding, "utf-8");
  const cells = (text: string) => text.split("\n").filter((cell) => cell !== "");
  assert.deepEqual(cells(mostlyUtf8.text).map((cell) => isMisread(cell, mostlyUtf8)), [
    false,
    false,
    true,
  ]);
  const bytes = Uint8Array.from([...utf8, ...other, ...other]);
  const mostlyLatin = await decodeTable(bytes);
  assert.equal(mostlyLatin.encoding, "windows-1252");
  assert.deepEqual(cells(mostlyLatin.text).map((cell) => isMisread(cell, mostlyLatin)), [
    true,
    false,
    false,
  ]);
  const chosen = await decodeTable(bytes, "windows-1252");
  assert.ok(!cells(chosen.text).some((cell) => isMisread(cell, chosen)), "what is chosen holds");
});
