import type { z } from "zod";
import { type FieldError, invalidInput } from "./problem.ts";

/** One entry per issue; a name that is not known is listed under its own path. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const names = issue.path.map(String);
    if (issue.code !== "unrecognized_keys") {
      return [{ path: names.join("."), message: issue.message }];
    }
    return issue.keys.map((key) => ({
      path: [...names, key].join("."),
      message: "Is not a known field; leave it out",
    }));
  });
}

/**
 * The input as the schema's type.
 * @throws ProblemError 422 with one entry per field.
 */
export function validate<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(fieldErrors(parsed.error));
  return parsed.data;
}
