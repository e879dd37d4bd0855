interface SignalLike {
  value: unknown;
  peek(): unknown;
}

/**
 * Signals are told by shape, not by class: the app may load another copy of the signals library
 * than this module would. They also pass for JSX elements, so this question comes first.
 */
export function isSignal(value: unknown): value is SignalLike {
  return typeof value === "object" && value !== null &&
    typeof (value as SignalLike).peek === "function" && "value" in value;
}

/** A computed signal keeps its function under the mangled name `x` (`_fn` before mangling). */
export function isComputed(value: SignalLike): boolean {
  const fields = value as unknown as Record<string, unknown>;
  return typeof fields.x === "function" || typeof fields._fn === "function";
}
