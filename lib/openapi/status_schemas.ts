import { z } from "zod";
import type { HealthReport } from "../monitoring/health.ts";
import { answerComponent } from "./operation.ts";

export const statusComponent = answerComponent(
  "Status",
  z.object({ status: z.literal("ok"), version: z.string() }),
  { description: "That Vigia is there, and which version." },
);

export const healthReportSchema = z.object({
  status: z.enum(["ready", "failing"]),
  checks: z.record(
    z.string(),
    z.object({ status: z.enum(["ok", "failing"]), durationMs: z.number().int().min(0) }),
  ).describe("Each part by name."),
}) satisfies z.ZodType<HealthReport>;

export const healthReportComponent = answerComponent("HealthReport", healthReportSchema, {
  description: "Whether this process can serve, and which part fails if not.",
});
