import { uuidV7 } from "../store/uuid_v7.ts";
import { TEST_PREFIX } from "./delivery_state.ts";
import type { Notification } from "./notification.ts";

/** What "send test" sends. */
export function testNotification(channelName: string): Notification {
  return {
    id: `${TEST_PREFIX}${uuidV7()}`,
    status: "info",
    severity: "info",
    about: { kind: "test", channel: channelName },
    url: null,
    groupKey: "test",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    alerts: [],
  };
}
