import { schemaRef } from "./json_schema.ts";
import type { MediaTypeObject, OperationObject, ResponseObject } from "./openapi_types.ts";
import {
  type Answer,
  type Component,
  type Content,
  type ContentByType,
  ERROR_STATUSES,
  type ErrorStatus,
  type ImpliedStatus,
  type Operation,
  problemJson,
} from "./operation.ts";
import { problemComponent, problemExample, STANDARD_PROBLEMS } from "./problem_schemas.ts";

const REQUEST_ID = { "X-Request-Id": { $ref: "#/components/headers/RequestId" } };
const RETRY_AFTER = { "Retry-After": { $ref: "#/components/headers/RetryAfter" } };

/** Whether the schema has a name of its own. */
export function isComponent(schema: Content["schema"]): schema is Component {
  return "direction" in schema;
}

/** `content` of a request or response. */
export function contentObject(content: ContentByType): Record<string, MediaTypeObject> {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema, examples }]) => [type, {
      schema: isComponent(schema) ? schemaRef(schema.name) : schema,
      ...(Object.keys(examples).length === 0 ? {} : { examples }),
    }]),
  );
}

function responseObject({ description, headers, content }: Answer): ResponseObject {
  return {
    description,
    headers: { ...headers, ...REQUEST_ID },
    ...(content === undefined ? {} : { content: contentObject(content) }),
  };
}

function problemResponse(
  status: ErrorStatus,
  description: string,
  example: unknown,
): ResponseObject {
  const waits = status === 429 || status === 503;
  return {
    description,
    headers: { ...REQUEST_ID, ...(waits ? RETRY_AFTER : {}) },
    content: contentObject(problemJson(problemComponent, example)),
  };
}

/** The problem of one operation; its text is what `detail` would say. */
function ownProblem(status: ErrorStatus, text: string): ResponseObject {
  const detail = text.replaceAll("`", "").replace(/\.$/, "");
  return problemResponse(status, text, problemExample(status, detail));
}

/** Problems that follow from what an operation takes and whom it lets in. */
function impliedErrors(operation: Operation): ImpliedStatus[] {
  const { permission, isOpen, body, query, path } = operation;
  const isPublic = permission === "public" || isOpen === true;
  const errors: ImpliedStatus[] = [];
  if (!isPublic) errors.push(401);
  if (!isPublic && permission !== "session") errors.push(403);
  if (body !== undefined) errors.push(400, 413, 415, 422);
  if (query !== undefined) errors.push(422);
  if (!path.startsWith("/healthz")) errors.push(429);
  if (!isPublic || body !== undefined) errors.push(503);
  return errors;
}

/** `responses` of an operation: its answers, its own problems, and those that follow. */
export function responsesOf(operation: Operation): OperationObject["responses"] {
  const { answers, problems = {}, errors = {} } = operation;
  const responses: OperationObject["responses"] = {};
  for (const [status, answer] of Object.entries(answers)) {
    responses[status] = responseObject(answer);
  }
  for (const status of impliedErrors(operation)) {
    responses[status] = { $ref: `#/components/responses/${STANDARD_PROBLEMS[status].name}` };
  }
  for (const status of ERROR_STATUSES) {
    const text = errors[status];
    if (text !== undefined) responses[status] = ownProblem(status, text);
  }
  for (const [status, problem] of Object.entries(problems)) {
    responses[status] = responseObject(problem);
  }
  return responses;
}

/** `components.responses`: the problems that follow, where an operation does not say more. */
export function standardResponses(): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.entries(STANDARD_PROBLEMS).map(([key, { name, description, detail, errors }]) => {
      const status = Number(key) as ImpliedStatus;
      return [name, problemResponse(status, description, problemExample(status, detail, errors))];
    }),
  );
}
