import type { Locale } from "../i18n/locale.ts";
import { messagesFor } from "../i18n/messages.ts";
import { MESSAGE_WORDS, type MessageWords } from "../i18n/message_words.ts";
import type { Notification, NotifiedAlert } from "./notification.ts";

const MAX_TITLE = 200;

/** For whom a message is written. */
export interface Reader {
  language: Locale;
  /** IANA name. */
  timeZone: string;
}

/** A notification in the words of its reader. */
export interface Message extends Notification {
  title: string;
  text: string;
}

/** What words and numbers are written with. */
interface Style {
  words: MessageWords;
  number: (value: number) => string;
  time: (at: string) => string;
}

/** Writes a notification for its reader. What people wrote themselves stays as it is. */
export function composeMessage(notification: Notification, reader: Reader): Message {
  const { about } = notification;
  const style = styleOf(reader);
  const { words } = style;
  switch (about.kind) {
    case "test":
      return { ...notification, title: words.testTitle, text: words.test(about.channel) };
    case "channelOff": {
      const why = messagesFor(reader.language).channels.failures[about.failure.code];
      const text = `${why(about.failure.params)}. ${words.channelOffHelp}`;
      return { ...notification, title: words.channelOff(about.channel), text };
    }
    case "lapse": {
      const { matchers, createdBy, comment, total } = about;
      const lines = notification.alerts.map(({ labels, severity, startsAt }) => {
        const facts = [words.severities[severity], words.since(style.time(startsAt))];
        return `${words.stillFiring}: ${labels.alertname ?? words.alert} [${facts.join(", ")}]`;
      });
      const text = [words.lapse(matchers, createdBy, comment), ...lines];
      return compose(notification, words.lapseTitle(total), text, total, words);
    }
    case "alerts": {
      const lines = notification.alerts.map((alert) => lineOf(alert, style));
      return compose(notification, titleOf(notification, words), lines, about.total, words);
    }
  }
}

function compose(
  notification: Notification,
  title: string,
  lines: readonly string[],
  total: number,
  words: MessageWords,
): Message {
  const left = total - notification.alerts.length;
  const text = left > 0 ? [...lines, words.more(left)] : lines;
  return { ...notification, title: title.slice(0, MAX_TITLE), text: text.join("\n") };
}

function titleOf({ about, alerts, status }: Notification, words: MessageWords): string {
  if (about.kind !== "alerts") return "";
  const verb = about.told === "news"
    ? words[status === "resolved" ? "resolved" : "firing"]
    : words[about.told];
  const [first] = alerts;
  const name = about.names === 1
    ? first?.labels.alertname ?? words.alert
    : words.kinds(about.names);
  if (about.total > 1) return `${verb}: ${name} (${about.total})`;
  const summary = first?.annotations.summary;
  return `${verb}: ${name}${summary === undefined ? "" : `: ${summary}`}`;
}

function lineOf(alert: NotifiedAlert, { words, number, time }: Style): string {
  const { labels, annotations, severity, status, startsAt, endsAt, value } = alert;
  const shown = Object.entries(labels)
    .filter(([name]) => name !== "alertname" && name !== "severity")
    .map(([name, text]) => `${name}=${text}`).join(", ");
  const where = shown === "" ? "" : ` (${shown})`;
  const what = annotations.summary ?? annotations.description ?? "";
  const facts = [
    words.severities[severity],
    ...(value === null ? [] : [words.value(number(value))]),
    words.since(time(startsAt)),
    ...(status === "resolved" && endsAt !== null ? [words.resolvedAt(time(endsAt))] : []),
  ].join(", ");
  const name = labels.alertname ?? words.alert;
  return `${words[status]}: ${name}${where}${what === "" ? "" : `: ${what}`} [${facts}]`;
}

function styleOf({ language, timeZone }: Reader): Style {
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  const time = new Intl.DateTimeFormat(language, {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  return {
    words: MESSAGE_WORDS[language],
    number: (value) => number.format(value),
    // Texts of senders may be no times.
    time: (at) => Number.isNaN(Date.parse(at)) ? at : time.format(new Date(at)),
  };
}
