import { z } from "zod";
import { PAGE_PARAMETERS } from "../http/query.ts";
import { ALERT_STATES, SEVERITIES } from "./alert.ts";
import { MAX_BACK_TEST_DAYS } from "./backtest.ts";
import { ruleInputSchema } from "./rule.ts";

/** Query of the list of alerts. */
export const alertQuery = z.object({
  state: z.enum(ALERT_STATES).optional(),
  severity: z.enum(SEVERITIES).optional(),
  ruleId: z.string().min(1).max(128).optional(),
  ...PAGE_PARAMETERS,
});

/** A rule and the version of it that was changed. */
export const ruleChangeInput = z.strictObject({
  version: z.int().min(1),
  rule: ruleInputSchema,
});

/** A rule, saved or not, and how far back it is tried. */
export const backTestInput = z.strictObject({
  rule: ruleInputSchema,
  days: z.int().min(1).max(MAX_BACK_TEST_DAYS).default(MAX_BACK_TEST_DAYS),
});
