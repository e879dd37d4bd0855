import type { ChannelFieldName } from "../ui/channels/channel_fields.ts";
import type { Failure, FailureCode } from "../notifications/failure.ts";
import type { ChannelKindName } from "../notifications/channel.ts";

const fields: Record<ChannelFieldName, string> = {
  host: "Mail server",
  port: "Port",
  security: "Encryption",
  user: "User",
  password: "Password",
  from: "From",
  to: "To",
  url: "Address",
  token: "Token",
  chatId: "Chat",
  baseUrl: "API address",
  phoneNumberId: "Id of the sender's number",
  template: "Template",
  language: "Template's language",
  secret: "Signing secret",
  format: "Body",
};

type FailureParams = Failure["params"];
const WHO: Record<string, string> = { receiver: "The receiver", mail: "The mail server" };
const nameOf = ({ who = "" }: FailureParams) => WHO[who] ?? who;
const unreached = (why: string) => (params: FailureParams) =>
  `${nameOf(params)} could not be reached: ${why}`;

/** Why a message was not delivered. */
const failures: Record<FailureCode, (params: FailureParams) => string> = {
  answered: (params) =>
    `${nameOf(params)} answered ${params.status}${params.said ? `: ${params.said}` : ""}`,
  redirected: (params) => `${nameOf(params)} answered ${params.status}; redirects are not followed`,
  login: ({ status }) => `The mail server refused user and password (${status})`,
  partial: ({ taken, total, answers }) => `Taken for ${taken} of ${total}. ${answers}`,
  forbidden: ({ host }) =>
    `${host} is not an address of the public internet; an administrator can allow it with OUTGOING_ALLOW`,
  deleted: () => "The channel was deleted",
  off: () => "The channel is turned off",
  paused: () => "The channel failed too often and pauses",
  pace: ({ seconds }) => `The channel's pace: it may send again in ${seconds} s`,
  sealed: () => "The secrets were sealed by a key that is not here; enter them again",
  refused: unreached("it refuses connections at this port"),
  timeout: unreached("no answer in time"),
  noName: unreached("its name has no address"),
  closed: unreached("it closed the connection"),
  noEncryption: unreached("it offers no encryption, or not as it was chosen"),
  selfSigned: unreached("its certificate is not trusted: it signed it itself"),
  untrusted: unreached("its certificate is not trusted: nobody known signed it"),
  expired: unreached("its certificate has expired"),
  otherName: unreached("its certificate is for another name"),
  unreached: (params) => unreached(String(params.detail))(params),
  other: ({ text }) => String(text),
};

/** English texts of the page of channels. */
export const channelsEn = {
  channels: {
    title: "Channels",
    explain:
      "A channel is a way to tell people. The routing of alerts says which alert goes to which channel.",
    add: "Add a channel",
    create: "Add channel",
    save: "Save channel",
    saved: (name: string) => `${name} was saved.`,
    list: "Channels",
    empty: "There are no channels yet. Add the first one with the form.",
    name: "Name",
    nameHelp: "Rules and routes show it.",
    kind: "Kind",
    state: "State",
    actions: "Actions",
    enabled: "On",
    off: "Off",
    turnOn: "Turn on",
    turnOff: "Turn off",
    switchName: (name: string, isOn: boolean) => `Turn ${isOn ? "on" : "off"}: ${name}`,
    change: "Change",
    changeName: (name: string) => `Change ${name}`,
    test: "Send test",
    testName: (name: string) => `Send test: ${name}`,
    testing: "Sending a test…",
    tested: (receipt: string) => `Test sent. Answer: ${receipt}`,
    testFailed: (error: string) => `Test failed. ${error}`,
    testedName: (name: string) => `The test reached ${name}.`,
    testFailedName: (name: string) => `The test did not reach ${name}.`,
    delete: "Delete",
    deleteName: (name: string) => `Delete ${name}`,
    deleteTitle: "Delete this channel?",
    deleteText: (name: string) => `Nothing more will be sent to ${name}. This cannot be undone.`,
    deleted: (name: string) => `${name} was deleted.`,
    stillRouted: (name: string) =>
      `Alerts are routed to ${name}. Take it out of the routes first (Alerts, Routing).`,
    optional: "optional",
    kept: "Set, and not shown. Leave it empty to keep it.",
    again: "Enter it again, as the address changes to which it is sent",
    taken: "Another channel has this name",
    wrongName: "Give it a name of at most 80 characters",
    wrong: (kind: ChannelKindName, field: ChannelFieldName) =>
      kind === "smtp" && (field === "from" || field === "to")
        ? "Write e-mail addresses, such as ana@example.com"
        : `Check “${fields[field]}”: it is not as this kind of channel needs it`,
    kinds: {
      "in-app": "In Vigia",
      smtp: "E-mail",
      slack: "Slack",
      telegram: "Telegram",
      whatsapp: "WhatsApp",
      webhook: "Webhook",
    },
    fields,
    failures,
    formats: { alertmanager: "Alertmanager's JSON", vigia: "Vigia's JSON" },
    messageLanguage: "Language of messages",
    messageTimeZone: "Time zone of messages",
    timeZoneHelp: "An IANA name, such as America/Sao_Paulo.",
    wrongTimeZone: "Write an IANA name, such as America/Sao_Paulo",
    security: { starttls: "STARTTLS (587)", tls: "TLS (465)", none: "None" },
    help: {
      "in-app": {},
      smtp: { to: "Separate several with commas." },
      slack: { url: "The address of an incoming webhook, from Slack's settings." },
      telegram: {
        token: "What BotFather gave for the bot.",
        chatId: "Number of the chat, or @name of a channel.",
        baseUrl: "Another one only for a Bot API server of your own.",
      },
      whatsapp: {
        token: "An access token of the WhatsApp Cloud API.",
        phoneNumberId: "Digits, from Meta's page of the app.",
        to: "With the country's code, digits only.",
        template: "An approved one, with one text parameter in its body.",
      },
      webhook: {
        url: "Signed requests go here.",
        secret: "whsec_ and 24 to 64 bytes in base64; signs as Standard Webhooks asks.",
      },
    },
    tabs: "Pages about channels",
    deliveriesTitle: "Deliveries",
    all: "All",
    show: "Show",
    showAll: "Show all",
    noneSuch: "Nothing was sent that is like this.",
    sendAgain: "Send again",
    sendAgainName: (title: string) => `Send again: ${title}`,
    pages: "Pages of deliveries",
    newest: "Newest",
    older: "Older",
    accepted: "Taken",
    notSent: "not sent",
    allDeliveries: "All deliveries",
    sentAgain: {
      sent: "It is on its way again.",
      gone: "It cannot be sent again: it is on its way, or was discarded.",
    },
    deliveries: "Latest deliveries",
    noDeliveries: "Nothing was sent yet.",
    message: "Message",
    channel: "Channel",
    answer: "Receipt or error",
    tries: "Tries",
    deletedChannel: "Deleted channel",
    lastTry: "Last try",
    states: { pending: "Trying", delivered: "Delivered", partial: "Partly", failed: "Failed" },
  },
};
