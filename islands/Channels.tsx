import { useRef, useState } from "preact/hooks";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import type { PublicChannel } from "@/lib/notifications/channel.ts";
import type { Delivery } from "@/lib/notifications/delivery.ts";
import type { TestResult } from "@/lib/notifications/delivery_worker.ts";
import type { Stored } from "@/lib/store/collections.ts";
import { ChannelForm } from "@/lib/ui/channels/ChannelForm.tsx";
import { ChannelTable } from "@/lib/ui/channels/ChannelTable.tsx";
import { DeliveryTable } from "@/lib/ui/channels/DeliveryTable.tsx";
import { ConfirmDialog, type Question } from "@/lib/ui/ConfirmDialog.tsx";

export interface ChannelsProps {
  channels: PublicChannel[];
  /** The newest. */
  deliveries: Stored<Delivery>[];
  /** How many deliveries are shown. */
  shown: number;
  locale: Locale;
  timeZone: string;
}

const API = "/api/v1/channels";

async function itemsOf<T>(url: string): Promise<T[] | null> {
  const response = await fetch(url).catch(() => null);
  return response?.ok === true ? (await response.json()).items : null;
}

/** Adds, tests, changes and deletes channels, and shows what became of their messages. */
export function Channels(props: ChannelsProps) {
  const all = messagesFor(props.locale);
  const texts = all.channels;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const [channels, setChannels] = useState(props.channels);
  const [deliveries, setDeliveries] = useState(props.deliveries);
  const [tests, setTests] = useState<Record<string, TestResult | null>>({});
  const [changed, setChanged] = useState<PublicChannel | null>(null);
  const [said, setSaid] = useState("");
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const reload = async () => {
    const [known, sent] = await Promise.all([
      itemsOf<PublicChannel>(API),
      itemsOf<Stored<Delivery>>(`/api/v1/deliveries?limit=${props.shown}`),
    ]);
    if (known !== null) setChannels(known);
    if (sent !== null) setDeliveries(sent);
  };
  const saved = (channel: PublicChannel) => {
    setChanged(null);
    setSaid(texts.saved(channel.name));
    heading.current?.focus();
    void reload();
  };
  const test = async ({ id, name }: PublicChannel) => {
    setSaid("");
    setTests((known) => ({ ...known, [id]: null }));
    const response = await fetch(`${API}/${id}/test`, { method: "POST" }).catch(() => null);
    const result: TestResult = response?.ok === true
      ? await response.json()
      : { delivered: false, receipt: null, error: all.chart.failed };
    setTests((known) => ({ ...known, [id]: result }));
    setSaid(result.delivered ? texts.testedName(name) : texts.testFailedName(name));
    await reload();
  };
  const turn = async ({ id, name, enabled }: PublicChannel) => {
    const response = await fetch(`${API}/${id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ enabled: !enabled }),
    }).catch(() => null);
    setSaid(response?.ok === true ? texts.saved(name) : all.chart.failed);
    await reload();
  };
  const remove = async ({ id, name }: PublicChannel) => {
    const response = await fetch(`${API}/${id}`, { method: "DELETE" }).catch(() => null);
    // 404: somebody else deleted it; it is gone all the same.
    const isGone = response?.ok === true || response?.status === 404;
    const isRouted = response?.status === 409;
    setSaid(isGone ? texts.deleted(name) : isRouted ? texts.stillRouted(name) : all.chart.failed);
    if (isGone && changed?.id === id) setChanged(null);
    heading.current?.focus();
    await reload();
  };
  const askToDelete = (channel: PublicChannel) =>
    setQuestion({
      title: texts.deleteTitle,
      text: texts.deleteText(channel.name),
      action: texts.delete,
      run: () => remove(channel),
    });
  const change = (channel: PublicChannel) => {
    setChanged(channel);
    setSaid("");
    // The form may be far above on a phone.
    requestAnimationFrame(() => document.getElementById("channel-form")?.focus());
  };

  return (
    <div class="side-by-side">
      <ChannelForm
        key={changed?.id ?? "new"}
        channel={changed}
        texts={texts}
        reader={{ language: props.locale, timeZone: props.timeZone }}
        failed={all.chart.failed}
        cancel={all.app.cancel}
        onSaved={saved}
        onCancel={() => setChanged(null)}
      />
      <div class="stack">
        <section class="card" aria-labelledby="channels">
          <div class="list-head">
            <h2 id="channels" ref={heading} tabIndex={-1}>{texts.list}</h2>
            <p class="spacer" role="status">{said}</p>
          </div>
          {channels.length === 0 ? <div class="empty">{texts.empty}</div> : (
            <ChannelTable
              channels={channels}
              tests={tests}
              texts={texts}
              onTest={test}
              onChange={change}
              onSwitch={turn}
              onDelete={askToDelete}
            />
          )}
        </section>
        <section class="card" aria-labelledby="deliveries">
          <div class="list-head">
            <h2 id="deliveries" class="spacer">{texts.deliveries}</h2>
            <a class="button button-ghost" href="/channels/deliveries">{texts.allDeliveries}</a>
          </div>
          {deliveries.length === 0
            ? <div class="empty">{texts.noDeliveries}</div>
            : <DeliveryTable deliveries={deliveries} texts={texts} format={format} />}
        </section>
      </div>
      <ConfirmDialog
        question={question}
        cancel={all.app.cancel}
        onDone={() => setQuestion(null)}
      />
    </div>
  );
}
