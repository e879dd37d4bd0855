import type { Messages } from "../../i18n/messages.ts";
import type { PublicChannel } from "../../notifications/channel.ts";
import type { TestResult } from "../../notifications/delivery_worker.ts";
import { failureWords } from "./failure_words.ts";

export interface ChannelTableProps {
  channels: PublicChannel[];
  /** What became of the last test of each, by id; `null` while it runs. */
  tests: Readonly<Record<string, TestResult | null>>;
  texts: Messages["channels"];
  onTest: (channel: PublicChannel) => void;
  onChange: (channel: PublicChannel) => void;
  onSwitch: (channel: PublicChannel) => void;
  onDelete: (channel: PublicChannel) => void;
}

/** Channels with their state and what can be done to each. */
export function ChannelTable({ channels, tests, texts, ...act }: ChannelTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards channel-table">
        <thead>
          <tr>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.kind}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">
              <span class="visually-hidden">{texts.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel.id} data-channel={channel.name}>
              <td class="cell-name cell-wrap">{channel.name}</td>
              <td data-label={texts.kind}>{texts.kinds[channel.kind]}</td>
              <td class="cell-wrap" data-label={texts.state}>
                <div>
                  <span class="badge" data-state={stateOf(channel)}>
                    {channel.enabled ? texts.enabled : texts.off}
                  </span>
                  {channel.disabledReason !== null && (
                    <p class="field-help">
                      {failureWords(channel.disabledFailure, texts) ?? channel.disabledReason}
                    </p>
                  )}
                  <Tested result={tests[channel.id]} texts={texts} />
                </div>
              </td>
              <td class="actions">
                <div class="channel-actions">
                  <button
                    type="button"
                    class="button needs-script"
                    aria-label={texts.testName(channel.name)}
                    disabled={tests[channel.id] === null}
                    onClick={() => act.onTest(channel)}
                  >
                    {texts.test}
                  </button>
                  <button
                    type="button"
                    class="button needs-script"
                    aria-label={texts.changeName(channel.name)}
                    onClick={() => act.onChange(channel)}
                  >
                    {texts.change}
                  </button>
                  <button
                    type="button"
                    class="button needs-script"
                    aria-label={texts.switchName(channel.name, !channel.enabled)}
                    onClick={() => act.onSwitch(channel)}
                  >
                    {channel.enabled ? texts.turnOff : texts.turnOn}
                  </button>
                  <button
                    type="button"
                    class="button button-danger needs-script"
                    aria-label={texts.deleteName(channel.name)}
                    onClick={() => act.onDelete(channel)}
                  >
                    {texts.delete}
                  </button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function stateOf({ enabled, disabledReason }: PublicChannel): string {
  if (enabled) return "ok";
  return disabledReason === null ? "off" : "critical";
}

interface TestedProps {
  result: TestResult | null | undefined;
  texts: Messages["channels"];
}

function Tested({ result, texts }: TestedProps) {
  if (result === undefined) return null;
  if (result === null) return <p class="field-help">{texts.testing}</p>;
  return result.delivered
    ? <p class="field-help" data-test="ok">{texts.tested(result.receipt ?? "")}</p>
    : (
      <p class="field-error" data-test="failed">
        {texts.testFailed(failureWords(result.failure, texts) ?? result.error ?? "")}
      </p>
    );
}
