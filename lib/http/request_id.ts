const SANE = /^[\w.:-]{1,128}$/;
/** Sets this process apart from others and from its own earlier runs. */
const PROCESS = crypto.randomUUID().slice(0, 18).replaceAll("-", "");
let count = 0;

/** An id that no other request has; a counter, as random ones cost more and nobody must guess it. */
export function newRequestId(): string {
  return `${PROCESS}-${(++count).toString(36)}`;
}

/** The caller's `X-Request-Id` when it is at most 128 plain characters, else a new id. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && SANE.test(given) ? given : newRequestId();
}
