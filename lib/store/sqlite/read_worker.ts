import type { SequencedEvent } from "../../events/event.ts";
import type {
  BreakdownItem,
  BreakdownQuery,
  EventFilter,
  MinutesQuery,
  MinuteTotals,
  RangedFilter,
  ScoreSpread,
  Series,
  Summary,
  TimeseriesQuery,
  UserTotals,
} from "../events.ts";
import { AnswerCache } from "./answer_cache.ts";
import { readBreakdown } from "./breakdown.ts";
import { Database, type SqlParameters, type SqlRow } from "./database.ts";
import type { EventPosition } from "./event_cursor.ts";
import { readCounter, readEvent, readNewest, readSince, readUserTotals } from "./event_reader.ts";
import { readMinutes } from "./minutes.ts";
import { readRollupDifferences } from "./rollup_check.ts";
import { readScores } from "./scores.ts";
import { readSummary } from "./summary.ts";
import { serve } from "./thread.ts";
import { readTimeseries } from "./timeseries.ts";

/** A thread that reads: questions neither wait for writes nor hold them up. */

let database: Database;
let summaries: AnswerCache<RangedFilter, Summary>;

const methods = {
  open(path: string): void {
    database = Database.openReader(path);
    summaries = new AnswerCache(database);
  },
  version: (): string => String(database.get("SELECT sqlite_version() AS version")?.version),
  event: (id: string): SequencedEvent | null => readEvent(database, id),
  newest: (
    filter: EventFilter,
    after: EventPosition | null,
    limit: number,
  ): SequencedEvent[] => readNewest(database, filter, after, limit),
  since: (seq: number, limit: number): SequencedEvent[] => readSince(database, seq, limit),
  counter: (name: "events" | "sequence"): number => readCounter(database, name),
  summary: (filter: RangedFilter): Summary => summaries.answer(filter, readSummary),
  timeseries: (query: TimeseriesQuery): Series[] => readTimeseries(database, query),
  minutes: (query: MinutesQuery): MinuteTotals[] => readMinutes(database, query),
  breakdown: (query: BreakdownQuery): BreakdownItem[] => readBreakdown(database, query),
  scores: (filter: RangedFilter): ScoreSpread => readScores(database, filter),
  userTotals: (userId: string): UserTotals => readUserTotals(database, userId),
  rollupDifferences: (): string[] => readRollupDifferences(database),
  run: (sql: string, parameters: SqlParameters): SqlRow[] => database.all(sql, ...parameters),
  close: (): void => database.close(),
};
export type ReadMethods = typeof methods;

serve(methods);
