import assert from "node:assert/strict";
import { WeakPasswordError } from "./auth_errors.ts";
import { assertStrongPassword, isCommonPassword } from "./password_policy.ts";

const owner = { email: "ana.lima@example.com", name: "Ana Lima" };

Deno.test("assertStrongPassword() takes 8 characters and 72 bytes, of any kind", () => {
  for (
    const password of [
      "kf8 zv3q",
      "correct horse battery staple",
      "lluvia en la ciudad",
      "x".repeat(35) + "y".repeat(36) + "z",
      "çãéíõú-ü",
      "🦉🦊🐢🐝🦀🐬🐘🦒",
    ]
  ) assert.doesNotThrow(() => assertStrongPassword(password, owner), password);
});

Deno.test("assertStrongPassword() refuses what is too short or longer than bcrypt reads", () => {
  for (
    const password of [
      "",
      "kf8zv3q",
      "🦉🦊🐢🐝🦀🐬🐘",
      "aB".repeat(36) + "c",
      "🦉".repeat(19),
      "abc\0defgh",
    ]
  ) {
    assert.throws(() => assertStrongPassword(password, owner), WeakPasswordError, password);
  }
});

Deno.test("assertStrongPassword() refuses the owner's name and e-mail", () => {
  for (const password of ["ana lima", "ANA.LIMA", "ana.lima@example.com"]) {
    assert.throws(() => assertStrongPassword(password, owner), WeakPasswordError, password);
  }
});

Deno.test("isCommonPassword() sees through digits, signs, look-alikes and repetition", () => {
  for (
    const password of [
      "password",
      "password123",
      "P@ssw0rd!",
      "Passw0rd2026",
      "adminadmin",
      "admin12345",
      "123456789",
      "87654321",
      "qwertyuiop",
      "1q2w3e4r",
      "aaaaaaaa",
      "abababab",
      "senha1234",
      "Flamengo1981",
      "!!welcome!!",
      "letmein1!",
    ]
  ) assert.ok(isCommonPassword(password), password);
});

Deno.test("isCommonPassword() leaves sentences and random text alone", () => {
  for (
    const password of [
      "correct horse battery staple",
      "admin8374629174",
      "my password is long enough",
      "tr4vessia-do-rio",
      "9fK2-lm0P",
    ]
  ) assert.ok(!isCommonPassword(password), password);
});
