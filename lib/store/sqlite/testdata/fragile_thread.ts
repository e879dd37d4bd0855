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
  /** Ends the thread, soon. */
  die(): void {
    setTimeout(() => {
      throw new Error("died");
    }, 5);
  },
  close(): void {},
};
export type FragileMethods = typeof methods;

serve(methods);
