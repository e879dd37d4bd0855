import type { MediaTypeObject, OperationObject } from "../../openapi/openapi_types.ts";

/** The first example of a body as text; JSON is indented. */
export function exampleText(type: string, { examples = {} }: MediaTypeObject): string | null {
  const [first] = Object.values(examples);
  if (first === undefined) return null;
  const isText = typeof first.value === "string" && !type.includes("json");
  return isText || type.includes("ndjson")
    ? String(first.value).trimEnd()
    : JSON.stringify(first.value, null, 2);
}

/** What a successful call answers, if it has a body. */
export function answerExample({ responses }: OperationObject) {
  for (const [status, response] of Object.entries(responses)) {
    if (!status.startsWith("2") || "$ref" in response) continue;
    for (const [type, content] of Object.entries(response.content ?? {})) {
      const text = exampleText(type, content);
      if (text !== null) return { status, text };
    }
  }
  return null;
}
