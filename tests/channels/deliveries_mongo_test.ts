import assert from "node:assert/strict";
import { ChannelBook } from "@/lib/notifications/channel_book.ts";
import { DeliveryLog, type TryResult } from "@/lib/notifications/delivery_log.ts";
import type { Failure } from "@/lib/notifications/failure.ts";
import { SecretBox } from "@/lib/notifications/secret_box.ts";
import { message } from "@/lib/notifications/testing/messages.ts";
import { mongoTest } from "../store/mongo.ts";

const FAILURE: Failure = { code: "answered", params: { who: "receiver", status: 410, said: "" } };
const TRY: TryResult = {
  state: "failed",
  at: "2026-11-26T12:00:00.000Z",
  receipt: null,
  error: "The receiver answered 410",
  failure: FAILURE,
  isSent: true,
  recipients: [{ recipient: "ana@example.com", state: "refused", answer: "550 no" }],
};

mongoTest(
  "channels and deliveries on MongoDB are stored, filtered and forgotten",
  async ({ open }) => {
    const store = await open();
    const channels = new ChannelBook(store, new SecretBox([`${"A".repeat(43)}=`]));
    const { id } = await channels.create({ name: "here", kind: "in-app", settings: {} });
    await channels.disable(id, FAILURE);
    const [channel] = await channels.list();
    assert.deepEqual(channel!.disabledFailure, FAILURE);

    const log = new DeliveryLog(store);
    const entry = { channelId: id, channel: await channels.get(id), message: message("n1") };
    await log.record({ ...entry, id: "n1:a" }, TRY);
    await log.record({ ...entry, id: "n1:b", channel: null }, { ...TRY, state: "pending" });
    const ids = async (filter: Parameters<DeliveryLog["list"]>[0]) =>
      (await log.list(filter)).items.map((item) => item.id);
    assert.deepEqual(await ids({ limit: 9, channelId: id, state: "failed" }), ["n1:a"]);
    assert.deepEqual(await ids({ limit: 9, notificationId: "n1" }), ["n1:b", "n1:a"]);
    await log.reopen((await log.get("n1:a"))!);
    assert.deepEqual((await log.get("n1:a"))!.recipients, []);
    assert.equal(await log.prune(Date.now() + 91 * 86_400_000), 2);
  },
);
