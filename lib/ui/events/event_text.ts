import { dimensionOf, type Event } from "../../events/event.ts";

const SHOWN_METADATA = ["product", "region", "merchant", "category", "message"] as const;

/** The parts of an event's metadata that a person scans for, as one line. */
export function eventText(event: Event): string {
  return SHOWN_METADATA.map((name) =>
    name === "message" ? event.metadata[name] : dimensionOf(event, name)
  ).filter((part) => typeof part === "string" && part !== "").join(" · ");
}
