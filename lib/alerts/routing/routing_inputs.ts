import { z } from "zod";
import { PAGE_PARAMETERS } from "../../http/query.ts";
import { previewLabels } from "./preview.ts";
import { routingConfigSchema } from "./routing_config.ts";

/** Query of the list of silences. */
export const silenceQuery = z.object({
  state: z.enum(["open", "ended"]).optional(),
  ...PAGE_PARAMETERS,
});

/** A configuration and which version it was made of. */
export const routingChangeInput = z.strictObject({
  version: z.number().int().min(0),
  config: routingConfigSchema,
});

/** Labels of an alert that does not exist, and perhaps a configuration that is not saved. */
export const routingPreviewInput = z.strictObject({
  labels: previewLabels,
  config: routingConfigSchema.optional(),
});
