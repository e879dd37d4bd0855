import assert from "node:assert/strict";
import { composeMessage } from "./message_composer.ts";
import type { Notification } from "./notification.ts";
import { channelOffNotification, testNotification } from "./channel_notifications.ts";
import { notification } from "./testing/messages.ts";

const ENGLISH = { language: "en", timeZone: "UTC" } as const;
const BRAZILIAN = { language: "pt-BR", timeZone: "America/Sao_Paulo" } as const;
const written = (given: Notification) =>
  [ENGLISH, BRAZILIAN].map((reader) => {
    const { title, text } = composeMessage(given, reader);
    return [title, text];
  });
const alerts = (changes: Partial<Extract<Notification["about"], { kind: "alerts" }>>) => ({
  ...notification("n1"),
  about: { kind: "alerts" as const, told: "news" as const, total: 1, names: 1, ...changes },
});

Deno.test("composeMessage() writes words, numbers and times for the reader, and keeps what people wrote", () => {
  assert.deepEqual(written(notification("n1")), [
    [
      "Firing: PaymentSilence: None for 15 minutes <now> & here",
      "Firing: PaymentSilence (region=São Paulo): None for 15 minutes <now> & here " +
      "[critical, value 1,235, since Nov 26, 2026, 12:00 UTC]",
    ],
    [
      "Disparado: PaymentSilence: None for 15 minutes <now> & here",
      "Disparado: PaymentSilence (region=São Paulo): None for 15 minutes <now> & here " +
      "[crítico, valor 1.235, desde 26 de nov. de 2026, 09:00 BRT]",
    ],
  ]);
});

Deno.test("composeMessage() says of many alerts what they have in common, and how many are left out", () => {
  const first = (given: Notification) => written(given).map(([title]) => title);
  assert.deepEqual(first(alerts({ total: 3 })), [
    "Firing: PaymentSilence (3)",
    "Disparado: PaymentSilence (3)",
  ]);
  assert.deepEqual(first(alerts({ told: "escalation", total: 3, names: 2 })), [
    "Escalated: 2 kinds of alerts (3)",
    "Escalado: 2 tipos de alertas (3)",
  ]);
  const [english, brazilian] = written(alerts({ told: "repeat", total: 60 }));
  assert.match(english![0]!, /^Still firing: /);
  assert.match(english![1]!, /\n… and 59 more$/);
  assert.match(brazilian![1]!, /\n… e mais 59$/);
});

Deno.test("composeMessage() writes what has resolved, notices and tests", () => {
  const base = notification("n1");
  const ended = base.alerts.map((alert) => ({
    ...alert,
    status: "resolved" as const,
    endsAt: "2026-11-26T13:30:00.000Z",
  }));
  const [english, brazilian] = written({ ...base, status: "resolved", alerts: ended });
  assert.match(english![1]!, /^Resolved: .*resolved Nov 26, 2026, 13:30 UTC\]$/);
  assert.match(brazilian![1]!, /^Resolvido: .*resolvido em 26 de nov. de 2026, 10:30 BRT\]$/);
  const about = {
    kind: "lapse" as const,
    matchers: 'region="north"',
    createdBy: "Ana",
    comment: "obras",
    total: 1,
  };
  const [lapse, lapso] = written({ ...base, status: "info", about });
  assert.match(lapse![1]!, /^The silence of region="north" by Ana \(obras\) has ended\.\nStill f/);
  assert.match(lapso![1]!, /^O silêncio de region="north", de Ana \(obras\), terminou\.\nCont/);
  const failure = {
    code: "answered" as const,
    params: { who: "receiver", status: 410, said: "gone" },
  };
  assert.deepEqual(written(channelOffNotification("n1:c", "Equipe", failure)), [
    [
      'The channel "Equipe" was turned off',
      "The receiver answered 410: gone. Nothing is sent there until somebody mends it and turns " +
      "it on again.",
    ],
    [
      'O canal "Equipe" foi desligado',
      "O destino respondeu 410: gone. Nada é enviado por ele até que alguém o corrija e o ligue " +
      "de novo.",
    ],
  ]);
  assert.deepEqual(written(testNotification("Equipe")), [
    ["Vigia: test message", 'The channel "Equipe" works.'],
    ["Vigia: mensagem de teste", 'O canal "Equipe" funciona.'],
  ]);
});

Deno.test("composeMessage() keeps titles short and takes times that are none as they are", () => {
  const base = notification("n1");
  const [alert] = base.alerts;
  const odd = {
    ...alert!,
    startsAt: "yesterday",
    annotations: { summary: "x".repeat(500) },
  };
  const { title, text } = composeMessage({ ...base, alerts: [odd] }, ENGLISH);
  assert.equal(title.length, 200);
  assert.match(text, /since yesterday\]$/);
});
