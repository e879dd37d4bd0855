import { METADATA_DIMENSIONS } from "../events/event.ts";

const PLAIN_WORD = /^[a-z][A-Za-z0-9]*$/;

/** @throws RangeError when notes under this name would change roll-ups, or it is no plain word. */
export function expectNoteField(field: string): void {
  if (PLAIN_WORD.test(field) && METADATA_DIMENSIONS.every((dimension) => dimension !== field)) {
    return;
  }
  throw new RangeError(`Cannot note "${field}" about events: it is a dimension or no plain word`);
}
