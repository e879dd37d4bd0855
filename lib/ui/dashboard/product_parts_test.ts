import assert from "node:assert/strict";
import type { Summary } from "../../store/events.ts";
import { productParts } from "./product_parts.ts";

function summaryOf(values: number[], sold: number): Summary {
  return {
    from: "",
    to: "",
    events: 0,
    revenue: 0,
    orders: 0,
    averageTicket: 0,
    errors: 0,
    activeUsers: 0,
    byType: [{ type: "purchase", count: 1, value: sold }],
    topUsers: [],
    topProducts: values.map((value, index) => ({ product: `p${index}`, count: 1, value })),
    errorsByRegion: [],
  };
}

Deno.test("productParts() makes the whole of five products and the rest", () => {
  const { total, parts } = productParts(summaryOf([40, 20, 10, 8, 6, 4, 2], 100));
  assert.equal(total, 100);
  assert.deepEqual(parts.map((part) => part.value), [40, 20, 10, 8, 6, 16]);
  assert.equal(parts.at(-1)?.product, null);
  assert.equal(parts[0]?.share, 0.4);
  assert.equal(parts.reduce((sum, part) => sum + part.share, 0), 1);
});

Deno.test("productParts() has no rest where there is none, and survives odd sums", () => {
  assert.deepEqual(productParts(summaryOf([60, 40], 100)).parts.map((part) => part.product), [
    "p0",
    "p1",
  ]);
  assert.deepEqual(productParts(summaryOf([0.1, 0.2], 0.3)).parts.length, 2);
  assert.equal(productParts(summaryOf([60, -50], 10)).total, 60);
  assert.deepEqual(productParts(summaryOf([], 0)), { total: 0, parts: [] });
});
