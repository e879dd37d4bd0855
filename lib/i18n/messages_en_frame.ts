import type { Severity } from "../alerts/alert.ts";

const WORST: Record<Severity, string> = {
  critical: "the worst is critical",
  warning: "the worst is a warning",
  info: "for information",
};

/** English texts of the frame of every page, and of what it shows of alerts. */
export const frameEn = {
  app: {
    skip: "Skip to content",
    theme: "Theme",
    themeDark: "Dark",
    themeLight: "Light",
    themeSystem: "System",
    signOut: "Sign out",
    otherLanguage: "Português",
    cancel: "Cancel",
  },
  presence: {
    label: "New alerts",
    firing: (count: number, worst: Severity) =>
      `${count === 1 ? "1 alert fires" : `${count} alerts fire`}, ${WORST[worst]}`,
    fired: { critical: "Critical alert", warning: "Warning", info: "For information" },
    ended: "Over",
    notices: (unread: number) => unread === 0 ? "Notices" : `Notices, ${unread} unread`,
    changes: (count: number) => count === 1 ? "Show 1 change" : `Show ${count} changes`,
    dismiss: (name: string) => `Dismiss ${name}`,
    more: (count: number) => count === 1 ? "One more change" : `${count} more changes`,
  },
};
