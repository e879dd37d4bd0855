import { z } from "zod";
import type { Collection, Stored } from "../store/collections.ts";
import type { Store } from "../store/store.ts";
import { uuidV7 } from "../store/uuid_v7.ts";
import {
  type Channel,
  CHANNELS,
  type PublicChannel,
  publicChannel,
  readerOf,
  type SettingValue,
} from "./channel.ts";
import type { channelChange, channelInput } from "./channel_inputs.ts";
import { CHANNEL_KINDS_BY_NAME } from "./channel_kinds.ts";
import { type Failure, failureText } from "./failure.ts";
import type { SecretBox } from "./secret_box.ts";

type Settings = Record<string, SettingValue>;

/** More channels than anybody has. */
const MAX_LISTED = 500;

/** The stored channels. Their secrets are sealed at rest, and only opened to deliver. */
export class ChannelBook {
  readonly #channels: Collection<Channel>;
  readonly #box: SecretBox;

  constructor(store: Store, box: SecretBox) {
    this.#channels = store.collection(CHANNELS);
    this.#box = box;
  }

  /** All of them, oldest first. */
  async list(): Promise<PublicChannel[]> {
    const page = await this.#channels.find({ limit: MAX_LISTED, order: "asc" });
    return page.items.map(publicChannel);
  }

  get(id: string): Promise<Stored<Channel> | null> {
    return this.#channels.get(id);
  }

  /** @throws z.ZodError by setting. @throws DuplicateError the name is taken. */
  async create(
    { name, kind, settings, ...reader }: z.infer<typeof channelInput>,
  ): Promise<PublicChannel> {
    const id = uuidV7();
    const stored = await this.#channels.insert({
      id,
      name,
      kind,
      enabled: true,
      ...readerOf(reader),
      disabledReason: null,
      disabledFailure: null,
      ...await this.#sealed(id, kind, settings),
    });
    return publicChannel(stored);
  }

  /**
   * Changes what is given; a setting that is left out, and a secret that is empty, stays.
   * A change of where the secrets go needs them again, so that they cannot be sent to a stranger.
   * `null` when there is no such channel.
   * @throws z.ZodError by setting. @throws ConflictError
   */
  async change(
    id: string,
    { name, enabled, settings, language, timeZone }: z.infer<typeof channelChange>,
  ): Promise<PublicChannel | null> {
    const before = await this.#channels.get(id);
    if (before === null) return null;
    const old = readerOf(before);
    const { secrets } = CHANNEL_KINDS_BY_NAME[before.kind];
    const given = Object.entries(settings ?? {}).filter(([key, value]) =>
      value !== "" || !secrets.includes(key)
    );
    const sealed = settings === undefined
      ? {}
      : await this.#resealed(before, Object.fromEntries(given));
    const after = await this.#channels.replace({
      ...before,
      ...sealed,
      name: name ?? before.name,
      enabled: enabled ?? before.enabled,
      language: language ?? old.language,
      timeZone: timeZone ?? old.timeZone,
      ...(enabled !== undefined && { disabledReason: null, disabledFailure: null }),
    });
    return publicChannel(after);
  }

  /** Turns a channel off because the other side will take nothing more. */
  async disable(id: string, failure: Failure): Promise<void> {
    const disabledReason = failureText(failure);
    await this.#channels.patch(id, { enabled: false, disabledReason, disabledFailure: failure });
  }

  delete(id: string): Promise<boolean> {
    return this.#channels.delete(id);
  }

  /** Everything that its kind needs, secrets included. @throws UnsealError */
  async settingsOf(channel: Stored<Channel>): Promise<Settings> {
    const text = await this.#box.open(channel.sealedSecrets, channel.id);
    const secrets = JSON.parse(text) as Settings;
    return { ...channel.settings, ...secrets };
  }

  async #resealed(before: Stored<Channel>, given: Settings) {
    const old = await this.settingsOf(before);
    const { parse, destination } = CHANNEL_KINDS_BY_NAME[before.kind];
    const settings = parse({ ...old, ...given });
    const missing = destination.some((name) => settings[name] !== old[name])
      ? before.secretNames.filter((name) => old[name] !== "" && !(name in given))
      : [];
    if (missing.length > 0) throw new z.ZodError(missing.map(askAgain));
    return await this.#sealed(before.id, before.kind, settings);
  }

  async #sealed(id: string, kind: Channel["kind"], input: Settings) {
    const { parse, secrets } = CHANNEL_KINDS_BY_NAME[kind];
    const entries = Object.entries(parse(input));
    const isSecret = ([name]: [string, SettingValue]) => secrets.includes(name);
    const secret = entries.filter(isSecret);
    return {
      settings: Object.fromEntries(entries.filter((entry) => !isSecret(entry))),
      sealedSecrets: await this.#box.seal(JSON.stringify(Object.fromEntries(secret)), id),
      secretNames: secret.flatMap(([name, value]) => value === "" ? [] : [name]),
    };
  }
}

const askAgain = (name: string): z.core.$ZodIssue => ({
  code: "custom",
  path: ["settings", name],
  message: "Enter it again, as the address changes to which it is sent",
  input: undefined,
});
