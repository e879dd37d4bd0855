import type { Call } from "./chapters.ts";
import type { MediaTypeObject, OperationObject, ParameterObject } from "./openapi_types.ts";

const PLAIN_URL = /^[\w:/.@%~-]+$/;

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function exampleOf(content: MediaTypeObject | undefined): unknown {
  return Object.values(content?.examples ?? {})[0]?.value;
}

function urlOf({ path, operation: { parameters = [] } }: Call, serverUrl: string): string {
  const given = (place: ParameterObject["in"]) =>
    parameters.filter((parameter) => parameter.in === place && parameter.example !== undefined);
  const filled = given("path").reduce(
    (text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(example!)),
    path,
  );
  const query = new URLSearchParams(given("query").map(({ name, example }) => [name, example!]));
  const url = `${serverUrl}${filled}${query.size === 0 ? "" : `?${query}`}`;
  return PLAIN_URL.test(url) ? url : quoted(url);
}

/** Whose token the shell variable holds; signing in needs none. */
function credentials({ security, "x-permission": permission }: OperationObject): string[] {
  if (security.length === 0) return [];
  const variable = permission === "session" ? "VIGIA_TOKEN" : "VIGIA_KEY";
  return [`-H "Authorization: Bearer $${variable}"`];
}

function bodyOf({ requestBody }: OperationObject): string[] {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (type === undefined) return [];
  const example = exampleOf(content);
  if (type === "application/x-www-form-urlencoded") {
    return Object.entries(example as Record<string, string>)
      .map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`);
  }
  if (type === "text/csv") {
    return [`-H ${quoted(`Content-Type: ${type}`)}`, `--data-binary ${quoted(String(example))}`];
  }
  return [`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(JSON.stringify(example))}`];
}

/** Types of what a success answers, if it has a body. */
function answerTypes({ responses }: OperationObject): string[] {
  const entry = Object.entries(responses).find(([status]) => status.startsWith("2"));
  const answer = entry?.[1];
  return answer === undefined || "$ref" in answer ? [] : Object.keys(answer.content ?? {});
}

function formatFlags(operation: OperationObject): string[] {
  const types = answerTypes(operation);
  // Pages that also speak JSON must be asked for it.
  if (types.includes("text/html") && types.length > 1) return ["-H 'Accept: application/json'"];
  if (types.includes("text/event-stream")) return ["-N"];
  return types.includes("text/csv") ? ["-OJ"] : [];
}

/**
 * A command for a POSIX shell that makes the call with its example values, or `null` where curl
 * cannot (WebSockets). The key is expected in `VIGIA_KEY`, an access token in `VIGIA_TOKEN`.
 */
export function curlOf(call: Call, serverUrl: string): string | null {
  const { method, operation } = call;
  if ("101" in operation.responses) return null;
  const body = bodyOf(operation);
  const isImplied = method === "GET" || (method === "POST" && body.length > 0);
  const parts = [
    `curl ${isImplied ? "" : `-X ${method} `}${urlOf(call, serverUrl)}`,
    ...formatFlags(operation),
    ...credentials(operation),
    ...body,
  ];
  return parts.join(" \\\n  ");
}
