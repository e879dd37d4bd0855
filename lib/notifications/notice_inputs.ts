import { z } from "zod";

const id = z.string().min(1).max(256);

/** Which notices were read: one, or one and all that came before it. */
export const noticesReadInput = z.strictObject({
  id: id.optional(),
  upTo: id.optional(),
}).refine((input) => (input.id === undefined) !== (input.upTo === undefined), {
  path: ["id"],
  message: "Give either id or upTo",
});
export type NoticesRead = z.infer<typeof noticesReadInput>;
