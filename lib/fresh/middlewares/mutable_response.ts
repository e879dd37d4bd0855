import { NONCE_SYMBOL } from "../constants.ts";

/** A response that carries the nonce of its page. */
export type NoncedResponse = Response & { [NONCE_SYMBOL]?: string };

/**
 * The response itself when its headers can be changed, else a copy: those of a redirect or a
 * fetched response are fixed.
 */
export function withMutableHeaders(response: Response): NoncedResponse {
  try {
    // Setting nothing new still fails on fixed headers.
    response.headers.delete("x-fresh-probe");
    return response;
  } catch {
    const copy: NoncedResponse = new Response(response.body, response);
    const nonce = (response as NoncedResponse)[NONCE_SYMBOL];
    return nonce === undefined ? copy : Object.assign(copy, { [NONCE_SYMBOL]: nonce });
  }
}
