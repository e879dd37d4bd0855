import type { Summary } from "../../store/events.ts";

/** Products with a slice of their own; a sixth slice holds the rest. */
const NAMED = 5;

export interface ProductPart {
  /** `null` for the rest. */
  product: string | null;
  value: number;
  /** Part of the whole, 0–1. */
  share: number;
}

/**
 * The whole value of purchases in at most six parts: the five products that sold most, and the
 * rest, which includes purchases that name no product.
 */
export function productParts(summary: Summary): { total: number; parts: ProductPart[] } {
  const named = summary.topProducts.filter((item) => item.value > 0).slice(0, NAMED);
  const sum = named.reduce((total, item) => total + item.value, 0);
  const sold = summary.byType.find((item) => item.type === "purchase")?.value ?? 0;
  // Purchases of less than nothing may make the whole smaller than its largest parts.
  const total = Math.max(sold, sum);
  const rest = Math.round((total - sum) * 10_000) / 10_000;
  const parts: ProductPart[] = named.map(({ product, value }) => ({
    product,
    value,
    share: value / total,
  }));
  if (rest > 0) parts.push({ product: null, value: rest, share: rest / total });
  return { total, parts };
}
