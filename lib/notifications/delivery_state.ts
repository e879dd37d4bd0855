/** `partial`: some recipients took it, and the others will not. */
export const DELIVERY_STATES = ["pending", "delivered", "partial", "failed"] as const;
export type DeliveryState = typeof DELIVERY_STATES[number];

/** Begins the ids of test messages, which are no jobs. */
export const TEST_PREFIX = "test-";

/** Whether it was given up and may still be sent again; tests are not. */
export function isSendable(
  { state, notificationId }: { state: DeliveryState; notificationId: string },
): boolean {
  return (state === "failed" || state === "partial") && !notificationId.startsWith(TEST_PREFIX);
}
