import { invalidInput } from "../http/problem.ts";
import { parseQuery } from "../http/query.ts";
import type { Where } from "../store/collections.ts";
import type { PageRequest } from "../store/pages.ts";
import { type Anomaly, type AnomalyKind, anomalyQuery } from "./anomaly.ts";

/** Which anomalies are asked for. */
export interface AnomalyFilter {
  kind?: AnomalyKind | undefined;
  type?: string | undefined;
  /** Only those that go on, or only those that are over. */
  open?: boolean | undefined;
  /** When they were noticed: from, inclusive, and to, exclusive. Epoch milliseconds. */
  from?: number | undefined;
  to?: number | undefined;
}

/**
 * Filter and page of a list of anomalies.
 * @throws ProblemError 422 naming each parameter that is unknown or wrong.
 */
export function parseAnomalyQuery(url: URL): AnomalyFilter & PageRequest {
  const query = parseQuery(url, anomalyQuery);
  if (query.from !== undefined && query.to !== undefined && query.from >= query.to) {
    throw invalidInput([{ path: "to", message: "Must be after from" }]);
  }
  return query;
}

/** The filter as conditions on what is stored. */
export function anomaliesThat({ kind, type, open, from, to }: AnomalyFilter): Where<Anomaly> {
  const noticedAt = from === undefined && to === undefined ? undefined : {
    ...(from !== undefined && { gte: new Date(from).toISOString() }),
    ...(to !== undefined && { lt: new Date(to).toISOString() }),
  };
  const endedAt = open === undefined ? undefined : open ? null : { gt: "" };
  return { kind, type, endedAt, noticedAt };
}
