import type { FiringAlert, FiringChange } from "../../alerts/firing_alerts.ts";
import { SEVERITIES } from "../../alerts/severity.ts";

/** A note that an alert began or is over; an alert has at most one. */
export interface Toast {
  kind: "fired" | "ended";
  alert: FiringAlert;
}

/** The notes on a page. */
export interface ToastStack {
  /** The newest first. */
  toasts: Toast[];
  /** How many more there would be since the stack was last empty. */
  more: number;
}

export const NO_TOASTS: ToastStack = { toasts: [], more: 0 };
const MAX_TOASTS = 3;

/** The stack after a change: of what came together the worst comes first, what ended comes last. */
export function withChange(stack: ToastStack, { fired, ended }: FiringChange): ToastStack {
  const isEnded = new Set(ended.map(({ id }) => id));
  const rank = ({ severity }: FiringAlert) => SEVERITIES.indexOf(severity);
  const came: Toast[] = [
    ...fired.toSorted((a, b) => rank(a) - rank(b)).map((
      alert,
    ) => ({ kind: "fired", alert } as const)),
    ...ended.map((alert) => ({ kind: "ended", alert } as const)),
  ];
  if (came.length === 0) return stack;
  const all = [...came, ...stack.toasts.filter(({ alert }) => !isEnded.has(alert.id))];
  return {
    toasts: all.slice(0, MAX_TOASTS),
    more: stack.more + Math.max(0, all.length - MAX_TOASTS),
  };
}

/** The stack without one alert's note. */
export function withoutToast(stack: ToastStack, alertId: string): ToastStack {
  const toasts = stack.toasts.filter(({ alert }) => alert.id !== alertId);
  return toasts.length === 0 ? NO_TOASTS : { toasts, more: stack.more };
}
