import { isValidElement } from "preact";
import { SerializeError, type Stringifiers, stringify } from "../../jsonify/stringify.ts";
import { SlotContent } from "./islands.tsx";
import type { RenderState, Slot } from "./render_state.ts";
import { isComputed, isSignal } from "./signal_shape.ts";

const STRINGIFIERS: Stringifiers = {
  Computed: (value) => isSignal(value) && isComputed(value) ? { value: value.peek() } : undefined,
  Signal: (value) => isSignal(value) && !isComputed(value) ? { value: value.peek() } : undefined,
  Slot: (value) => {
    if (!isValidElement(value) || value.type !== SlotContent) return undefined;
    const { slot } = value.props as unknown as { slot: Slot };
    return { value: { name: slot.name, id: slot.id } };
  },
};

/**
 * Props of all islands of the page in wire format.
 *
 * @throws {Error} naming the island and the prop when a value cannot be sent to the browser.
 */
export function stringifyIslandProps(state: RenderState): string {
  try {
    return stringify(state.islandProps, STRINGIFIERS);
  } catch (error) {
    if (!(error instanceof SerializeError)) throw error;
    // The path starts with the index of the island and the field "props".
    const [index, , ...path] = error.path;
    const island = state.islandNames[Number(index)];
    throw new Error(
      `Island "${island}", prop "${path.join(".")}": ${error.reason}`,
      { cause: error },
    );
  }
}
