/** URL prefix of what the framework itself serves in development. */
export const INTERNAL_PREFIX = "/_frsh";
/** WebSocket that tells the browser to reload after a restart in development. */
export const ALIVE_URL = `${INTERNAL_PREFIX}/alive`;
/** Page shown in an iframe over a page that failed in development. */
export const DEV_ERROR_OVERLAY_URL = `${INTERNAL_PREFIX}/error_overlay`;
/** Search parameter by which the browser runtime asks for a partial response. */
export const PARTIAL_SEARCH_PARAM = "fresh-partial";
/** Search parameter that carries the build id of an asset URL. */
export const ASSET_CACHE_BUST_KEY = "__frsh_c";
/** Response header with the random id of a partial response's state. */
export const PARTIAL_ID_HEADER = "X-Fresh-Id";
/** Property under which a rendered response carries its nonce; never sent as a header. */
export const NONCE_SYMBOL: unique symbol = Symbol.for("__freshNonce");
