import assert from "node:assert/strict";
import { invalidInput, ProblemError } from "../http/problem.ts";
import { refusalOf } from "./account_form.ts";
import {
  EmailTakenError,
  InvalidCredentialsError,
  TooManyAttemptsError,
  WeakPasswordError,
} from "./auth_errors.ts";

Deno.test("refusalOf() gives each mistake its status, field and words", () => {
  const cases: [Error, number, string | null, RegExp][] = [
    [new InvalidCredentialsError(), 401, null, /incorretos/],
    [new EmailTakenError(), 409, "email", /Já existe/],
    [new WeakPasswordError("short", "x"), 422, "password", /8 caracteres/],
    [new TooManyAttemptsError(29_500), 429, null, /30 s/],
    [invalidInput([{ path: "email", message: "x" }]), 422, "email", /e-mail/],
  ];
  for (const [error, status, field, words] of cases) {
    const refusal = refusalOf(error, "pt-BR");
    assert.equal(refusal?.status, status);
    assert.equal(refusal.errors[0]?.field, field);
    assert.match(refusal.errors[0]?.message ?? "", words);
  }
  assert.equal(refusalOf(new TooManyAttemptsError(29_500), "en")?.headers["retry-after"], "30");
});

Deno.test("refusalOf() leaves alone what another input would not mend", () => {
  assert.equal(refusalOf(new Error("bug"), "en"), null);
  assert.equal(refusalOf(new ProblemError(413, "large"), "en"), null);
  assert.equal(refusalOf(invalidInput([{ path: "other", message: "x" }]), "en"), null);
});
