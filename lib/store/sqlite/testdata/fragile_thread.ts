import { serve } from "../thread.ts";

/** A thread that can be told to fail in every way. */
let opened = "";
let calls = 0;

const methods = {
  open(name: string): void {
    if (name === "refused") throw new Error("unable to open database file");
    opened = name;
  },
  count: (): string => `${opened} ${++calls}`,
  refuse(): never {
    throw new RangeError("out of range");
  },
  fill(): never {
    throw new Error("database or disk is full");
  },
  /** Ends the thread after its answer, before the next call. */
  die(): void {
    queueMicrotask(() => {
      throw new Error("died");
    });
  },
  close(): void {},
};
export type FragileMethods = typeof methods;

serve(methods);
