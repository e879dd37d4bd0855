import { uuidV7 } from "../store/uuid_v7.ts";
import { TEST_PREFIX } from "./delivery_state.ts";
import type { Failure } from "./failure.ts";
import type { Notification } from "./notification.ts";

const NO_ALERTS = {
  status: "info",
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
} as const satisfies Partial<Notification>;

/** What "send test" sends. */
export function testNotification(channel: string): Notification {
  return {
    ...NO_ALERTS,
    alerts: [],
    id: `${TEST_PREFIX}${uuidV7()}`,
    severity: "info",
    about: { kind: "test", channel },
    url: null,
    groupKey: "test",
  };
}

/** Says that Vigia turned a channel off after a delivery. */
export function channelOffNotification(
  deliveryId: string,
  channel: string,
  failure: Failure,
): Notification {
  return {
    ...NO_ALERTS,
    alerts: [],
    id: `channel-off:${deliveryId}`,
    severity: "warning",
    about: { kind: "channelOff", channel, failure },
    url: "/channels",
    groupKey: "channels",
  };
}
