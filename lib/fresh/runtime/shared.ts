import { BUILD_ID } from "@fresh/build-id";
import { assetSrcSetWithBuildId, assetWithBuildId } from "./shared_internal.ts";

export { HttpError } from "../error.ts";
export { Head, type HeadProps } from "./head.ts";

/** `true` in the browser, `false` while rendering on the server. */
export const IS_BROWSER = typeof document !== "undefined";

/**
 * Adds the build id to a root-relative path (`/logo.svg` becomes `/logo.svg?__frsh_c=…`), so that
 * browsers may keep the file for ever. `basePath` is not added.
 */
export function asset(path: string): string {
  return assetWithBuildId(path, BUILD_ID);
}

/** Applies {@link asset} to each URL of a `srcset`; one it cannot split is returned as it is. */
export function assetSrcSet(srcset: string): string {
  return assetSrcSetWithBuildId(srcset, BUILD_ID);
}
