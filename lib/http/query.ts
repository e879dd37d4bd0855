import { z } from "zod";
import type { Page, PageRequest } from "../store/pages.ts";
import { type FieldError, invalidInput } from "./problem.ts";
import { fieldErrors } from "./validation.ts";

/** Parameters of the framework, which every page may get. */
const FRAMEWORK_PARAMETERS = new Set(["fresh-partial", "__frsh_c"]);

/** `?limit=` and `?cursor=` of every list; spread it into a list's query schema. */
export const PAGE_PARAMETERS = {
  limit: z.string().regex(/^\d{1,3}$/, "Must be a whole number from 1 to 500").transform(Number)
    .pipe(z.number().min(1).max(500)).default(50),
  cursor: z.string().min(1).max(1024).optional(),
};

const BRACKETS = /[[\]]/;

/**
 * Names and values, each name once and plain: repeated names and `a[b]` are how operators get into
 * queries, and nothing here needs them.
 * @throws ProblemError 422 naming them.
 */
export function singleValues(parameters: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  const errors: FieldError[] = [];
  for (const [name, value] of parameters) {
    if (BRACKETS.test(name)) {
      errors.push({ path: name, message: "Names with brackets are not taken" });
    } else if (name in values) {
      errors.push({ path: name, message: "Give it once" });
    } else {
      values[name] = value;
    }
  }
  if (errors.length > 0) throw invalidInput(errors);
  return values;
}

/**
 * The query string as the schema's type. A name that the schema does not know is refused, as a
 * mistyped filter would otherwise answer with everything.
 * @throws ProblemError 422 with one entry per parameter.
 */
export function parseQuery<S extends z.ZodRawShape>(
  url: URL,
  schema: z.ZodObject<S>,
): z.output<z.ZodObject<S>> {
  const values = singleValues(url.searchParams);
  const known = Object.keys(schema.shape);
  const errors: FieldError[] = [];
  for (const name of Object.keys(values)) {
    if (FRAMEWORK_PARAMETERS.has(name)) delete values[name];
    else if (!known.includes(name)) {
      const names = known.length === 0 ? "there are none" : `known are ${known.join(", ")}`;
      errors.push({ path: name, message: `Is not known here; ${names}` });
    } else if (values[name]!.includes("\0")) {
      errors.push({ path: name, message: "Must not contain NUL" });
    }
  }
  if (errors.length > 0) throw invalidInput(errors);
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw invalidInput(fieldErrors(parsed.error));
  return parsed.data;
}

const pageSchema = z.object(PAGE_PARAMETERS);

/** Limit and cursor of a list without further parameters. @throws ProblemError 422. */
export function parsePage(url: URL): PageRequest {
  return parseQuery(url, pageSchema);
}

/** A list as the API answers it. */
export function listAnswer<T>(page: Page<T>): Response {
  return Response.json({ items: page.items, next: page.next });
}
