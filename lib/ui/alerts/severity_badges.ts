/** How each severity is coloured. */
export const SEVERITY_BADGES = { critical: "critical", warning: "warning", info: "off" } as const;
