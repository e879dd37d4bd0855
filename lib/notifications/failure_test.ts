import assert from "node:assert/strict";
import { LOCALES } from "../i18n/locale.ts";
import { messagesFor } from "../i18n/messages.ts";
import { ForbiddenAddressError } from "../outgoing/address_guard.ts";
import { OutgoingError } from "../outgoing/outgoing_http.ts";
import { NotYetError, PermanentError } from "../queue/errors.ts";
import { type Failure, FAILURE_CODES, failureIn, failureText, failWith } from "./failure.ts";
import { UnsealError } from "./secret_box.ts";

const ANSWER: Failure = {
  code: "answered",
  params: { who: "Slack", status: 400, said: "invalid_payload" },
};
const portuguese = ({ code, params }: Failure) =>
  messagesFor("pt-BR").channels.failures[code](params);

Deno.test("failureIn() knows what every error of a delivery is about, and says it in both languages", () => {
  const cases: [unknown, string, string][] = [
    [
      failWith(PermanentError, ANSWER),
      "Slack answered 400: invalid_payload",
      "Slack respondeu 400: invalid_payload",
    ],
    [
      new NotYetError("x", 1, { cause: ANSWER }),
      "Slack answered 400: invalid_payload",
      "Slack respondeu 400: invalid_payload",
    ],
    [
      new ForbiddenAddressError("10.0.0.1"),
      new ForbiddenAddressError("10.0.0.1").message,
      "10.0.0.1 não é um endereço da internet pública; um administrador pode permiti-lo com " +
      "OUTGOING_ALLOW",
    ],
    [
      new OutgoingError("hooks.example.com", "ECONNREFUSED"),
      "hooks.example.com could not be reached: it refuses connections at this port",
      "hooks.example.com não pôde ser alcançado: recusa conexões nesta porta",
    ],
    [
      new OutgoingError("hooks.example.com", "EWHAT"),
      "hooks.example.com could not be reached: EWHAT",
      "hooks.example.com não pôde ser alcançado: EWHAT",
    ],
    [
      new UnsealError(),
      "The secrets were sealed by a key that is not here; enter them again",
      "Os segredos foram cifrados com uma chave que não está aqui; informe-os de novo",
    ],
    [new TypeError("odd"), "odd", "odd"],
    ["thrown", "thrown", "thrown"],
  ];
  for (const [error, english, brazilian] of cases) {
    const failure = failureIn(error);
    assert.equal(failureText(failure), english);
    assert.equal(portuguese(failure), brazilian);
  }
});

Deno.test("every failure has its sentence in every language", () => {
  const params = {
    who: "mail",
    status: 500,
    said: "no",
    host: "h",
    taken: 1,
    total: 2,
    answers: "a",
    seconds: 6,
    detail: "d",
    text: "t",
  };
  for (const locale of LOCALES) {
    for (const code of FAILURE_CODES) {
      const text = messagesFor(locale).channels.failures[code](params);
      assert.ok(text.length > 0 && !text.includes("undefined"), `${locale} ${code}: ${text}`);
    }
  }
});
