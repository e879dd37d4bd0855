import assert from "node:assert/strict";
import { csvOf } from "./chart_table.ts";

Deno.test("csvOf() quotes what needs it, disarms formulas and keeps numbers plain", () => {
  const rows = [
    { name: "Mug", value: 1234.5, shown: "R$ 1.234,50" },
    { name: '=HYPERLINK("x")', value: -2, shown: "" },
    { name: "a, b", value: 0, shown: "" },
  ];
  assert.equal(
    csvOf({ columns: ["Product", "Value"], rows }),
    `Product,Value\r\nMug,1234.5\r\n"'=HYPERLINK(""x"")",-2\r\n"a, b",0\r\n`,
  );
});
