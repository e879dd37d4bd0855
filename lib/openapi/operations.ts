import { ALERT_OPERATIONS } from "./alert_operations.ts";
import { ALERT_ROUTING_OPERATIONS } from "./alert_routing_operations.ts";
import { ANALYTICS_OPERATIONS } from "./analytics_operations.ts";
import { ANOMALY_OPERATIONS } from "./anomaly_operations.ts";
import { API_KEY_OPERATIONS } from "./api_key_operations.ts";
import { CHANNEL_OPERATIONS } from "./channel_operations.ts";
import { EVENT_OPERATIONS } from "./event_operations.ts";
import { EXPENSE_IMPORT_OPERATIONS } from "./expense_import_operations.ts";
import { EXPENSE_OPERATIONS } from "./expense_operations.ts";
import { INGEST_OPERATIONS } from "./ingest_operations.ts";
import { LIVE_OPERATIONS } from "./live_operations.ts";
import { NOTICE_OPERATIONS } from "./notice_operations.ts";
import type { Operation } from "./operation.ts";
import { QUEUE_OPERATIONS } from "./queue_operations.ts";
import { SESSION_OPERATIONS } from "./session_operations.ts";
import { STATUS_OPERATIONS } from "./status_operations.ts";

/** Every call of the API, chapter by chapter. */
export const OPERATIONS: readonly Operation[] = [
  ...INGEST_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...EXPENSE_OPERATIONS,
  ...EXPENSE_IMPORT_OPERATIONS,
  ...ANALYTICS_OPERATIONS,
  ...LIVE_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...API_KEY_OPERATIONS,
  ...ALERT_OPERATIONS,
  ...ANOMALY_OPERATIONS,
  ...ALERT_ROUTING_OPERATIONS,
  ...CHANNEL_OPERATIONS,
  ...NOTICE_OPERATIONS,
  ...QUEUE_OPERATIONS,
  ...STATUS_OPERATIONS,
];
