import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { JSON_LIMIT_BYTES } from "../http/body.ts";
import type { FieldError } from "../http/problem.ts";
import { answerComponent, type ErrorStatus, type ImpliedStatus } from "./operation.ts";

export const fieldErrorSchema = z.object({
  path: z.string().describe(
    "Dotted path of the field, such as `steps.0.type`; empty for the whole input.",
  ),
  message: z.string().describe("What the field must be."),
}) satisfies z.ZodType<FieldError>;

export const problemSchema = z.object({
  type: z.string().describe(
    "URI of the kind of problem; `about:blank` when the status says it all.",
  ),
  title: z.string().describe("The status in words."),
  status: z.number().int().describe("The HTTP status, again."),
  detail: z.string().describe("What happened and what to do about it."),
  errors: z.array(fieldErrorSchema).optional().describe("One entry for each wrong field."),
});

const fieldErrorComponent = answerComponent("FieldError", fieldErrorSchema, {
  description: "What is wrong with one field.",
});

export const problemComponent = answerComponent("Problem", problemSchema, {
  description: "Why a call was refused or failed (RFC 9457).",
  parts: [fieldErrorComponent],
});

/** A problem as every call may answer it. */
interface StandardProblem {
  /** Name in `#/components/responses`. */
  name: string;
  description: string;
  /** What an answer's `detail` may say. */
  detail: string;
  errors?: FieldError[];
}

/** Problems that follow from an operation's permission, body and parameters. */
export const STANDARD_PROBLEMS: Readonly<Record<ImpliedStatus, StandardProblem>> = {
  400: {
    name: "BadRequest",
    description: "The body is not JSON, not UTF-8, or broke off.",
    detail: "The body is empty; send JSON",
  },
  401: {
    name: "Unauthorized",
    description: "Nobody is signed in, or the token or key is not valid any more.",
    detail: "Sign in, or send an access token or API key as Authorization: Bearer",
  },
  403: {
    name: "Forbidden",
    description: "The caller lacks the permission that `detail` names.",
    detail: 'This needs the permission "events:read"',
  },
  413: {
    name: "BodyTooLarge",
    description: `The body is larger than ${JSON_LIMIT_BYTES / 1024 ** 2} MiB.`,
    detail: `The body is larger than ${JSON_LIMIT_BYTES} bytes; send less at once`,
  },
  415: {
    name: "UnsupportedMediaType",
    description: "The body has another content type than this call takes, or is compressed.",
    detail: "Send the body with Content-Type: application/json",
  },
  422: {
    name: "InvalidInput",
    description: "Well-formed but invalid; `errors` names each field.",
    detail: "Cannot accept the input: check limit",
    errors: [{ path: "limit", message: "Must be a whole number from 1 to 500" }],
  },
  429: {
    name: "TooManyRequests",
    description: "Too many requests; `Retry-After` says in how many seconds to ask again.",
    detail: "Too many requests; ask again in 3 s",
  },
  503: {
    name: "Unavailable",
    description: "A needed part is away; `Retry-After` says in how many seconds to ask again.",
    detail: "The database does not answer now; ask again later",
  },
};

/** An example of a problem, as the server writes it. */
export function problemExample(
  status: ErrorStatus,
  detail: string,
  errors?: readonly FieldError[],
) {
  const title = STATUS_CODES[status] ?? "Error";
  return {
    type: "about:blank",
    title,
    status,
    detail,
    ...(errors === undefined ? {} : { errors }),
  };
}
