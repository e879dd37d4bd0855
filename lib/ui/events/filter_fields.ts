import type { Messages } from "../../i18n/messages.ts";

/** Parameters that the explorer's form offers, in its order, with the field that each is. */
export const FILTER_FIELDS = [
  { name: "type", kind: "text" },
  { name: "userId", kind: "text" },
  { name: "region", kind: "text" },
  { name: "product", kind: "text" },
  { name: "source", kind: "text" },
  { name: "q", kind: "text" },
  { name: "minValue", kind: "number" },
  { name: "maxValue", kind: "number" },
  { name: "from", kind: "time" },
  { name: "to", kind: "time" },
] as const;

/** Offered while typing; any other type can be asked for as well. */
export const WELL_KNOWN_TYPES = [
  "purchase",
  "refund",
  "expense",
  "signup",
  "login",
  "error",
  "trade",
];

/** What people call a parameter; its own name where the form has no field for it. */
export function filterLabel(name: string, texts: Messages): string {
  const { events, range } = texts;
  const labels: Record<string, string> = {
    type: events.type,
    userId: events.user,
    region: events.region,
    product: events.product,
    source: events.source,
    q: events.text,
    minValue: events.minValue,
    maxValue: events.maxValue,
    from: range.from,
    to: range.to,
  };
  return labels[name] ?? name;
}
