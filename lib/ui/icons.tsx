import type { JSX } from "preact";

/** Outlines on a 24-unit grid, drawn with the text's colour. */
const PATHS = {
  dashboard: "M4 13h6V4H4zM14 20h6V11h-6zM4 20h6v-3H4zM14 7h6V4h-6z",
  events: "M4 6h16M4 12h16M4 18h10",
  expenses: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  anomalies: "M3 15h4l3-9 4 13 3-8h4",
  alerts: "M6 16V11a6 6 0 1 1 12 0v5l2 2H4zM10 21h4",
  notices: "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.5h4l1-2.5h5",
  channels: "M3 11l15-6v14L3 13zM7 14.5V19h4v-3M21 10v4",
  queue: "M4 7h16v4H4zM4 15h16M4 19h10",
  keys: "M14 10a4 4 0 1 0-3.9 4L12 12h2v-2h2V8h2l2-2V4h-3l-5.2 5.1",
  users:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5M16 4.6a3.5 3.5 0 0 1 0 6M18 14.9c1.9.8 3 2.6 3 5.1",
  docs: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5",
  table: "M4 5h16v14H4zM4 10h16M10 5v14",
  chart: "M5 20V10M12 20V4M19 20v-7",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  filter: "M4 6h16M7 12h10M10 18h4",
  chevron: "M9 6l6 6-6 6",
  back: "M19 12H5M11 6l-6 6 6 6",
  close: "M6 6l12 12M18 6L6 18",
  signOut: "M14 4h5v16h-5M4 12h11M11 8l4 4-4 4",
  theme: "M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z",
  up: "M12 19V6M6 11l6-6 6 6",
  down: "M12 5v13M6 13l6 6 6-6",
  flat: "M5 12h14",
  lookout:
    "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
} as const;

export type IconName = keyof typeof PATHS;

export interface IconProps {
  name: IconName;
  size?: number;
}

/** A decorative icon; the words beside it carry the meaning. */
export function Icon({ name, size = 18 }: IconProps): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
