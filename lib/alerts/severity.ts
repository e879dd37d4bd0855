/** How bad it is; routes and inhibition build on it. Apart from the schemas, for the browser. */
export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = typeof SEVERITIES[number];
