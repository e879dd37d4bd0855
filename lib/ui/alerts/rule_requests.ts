/** What the API says to a request about a rule. */
export type RuleAnswer<T> =
  | { ok: true; body: T }
  | { ok: false; status: number; errors: { path: string; message: string }[] };

/** Sends JSON to the API; status 0 is no answer at all. */
export async function sendRule<T>(
  path: string,
  method: string,
  body: unknown,
): Promise<RuleAnswer<T>> {
  const response = await fetch(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response === null) return { ok: false, status: 0, errors: [] };
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return { ok: true, body: answer };
  return { ok: false, status: response.ok ? 0 : response.status, errors: answer?.errors ?? [] };
}
