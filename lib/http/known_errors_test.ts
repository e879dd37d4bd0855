import assert from "node:assert/strict";
import { HttpError } from "fresh";
import { z } from "zod";
import { TooManyBucketsError } from "../analytics/time_buckets.ts";
import { InvalidCredentialsError, TooManyAttemptsError } from "../auth/auth_errors.ts";
import { UnknownCursorError } from "../store/pages.ts";
import { ConflictError, DuplicateError, StoreUnavailableError } from "../store/store.ts";
import { toProblem } from "./known_errors.ts";
import { PROBLEM_TYPE, ProblemError } from "./problem.ts";

Deno.test("toProblem() gives each planned error its status", () => {
  const zodError = z.object({ a: z.number() }).safeParse({ a: "x" }).error!;
  const cases: [unknown, number][] = [
    [zodError, 422],
    [new UnknownCursorError(), 422],
    [new TooManyBucketsError("minute"), 422],
    [new StoreUnavailableError("disk I/O error"), 503],
    [new ConflictError("users", "1"), 409],
    [new DuplicateError("users", ["email"]), 409],
    [new InvalidCredentialsError(), 401],
    [new TooManyAttemptsError(2500), 429],
    [new HttpError(404), 404],
    [new ProblemError(418, "tea"), 418],
  ];
  for (const [error, status] of cases) {
    const { problem, isUnexpected } = toProblem(error);
    assert.equal(problem.status, status, String(error));
    assert.equal(isUnexpected, false, String(error));
    assert.notEqual(problem.detail, "");
  }
});

Deno.test("toProblem() hides the cause of what nobody planned for", async () => {
  const { problem, isUnexpected } = toProblem(new Error("SQLITE_CORRUPT at /secret/path"));
  assert.ok(isUnexpected);
  const response = problem.toResponse();
  assert.equal(response.status, 500);
  assert.equal(response.headers.get("content-type"), PROBLEM_TYPE);
  const text = await response.text();
  assert.ok(!text.includes("SQLITE") && !text.includes("secret"), text);
});

Deno.test("toProblem() tells when to ask again", () => {
  assert.equal(toProblem(new StoreUnavailableError("x")).problem.headers["retry-after"], "5");
  assert.equal(toProblem(new TooManyAttemptsError(2500)).problem.headers["retry-after"], "3");
});

Deno.test("ProblemError.toResponse() has the members of RFC 9457 and the errors", async () => {
  const zodError = z.strictObject({ a: z.array(z.number()) }).safeParse({ a: ["x"], b: 1 }).error!;
  const body = await toProblem(zodError).problem.toResponse().json();
  assert.equal(body.type, "about:blank");
  assert.equal(body.title, "Unprocessable Entity");
  assert.equal(body.status, 422);
  assert.deepEqual(body.errors.map((error: { path: string }) => error.path), ["a.0", "b"]);
});
