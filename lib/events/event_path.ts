import { ProblemError } from "../http/problem.ts";

/**
 * A path segment as the caller meant it, counted from the end (0 is the last). Route parameters do
 * not do here: the router leaves `%2F` and other reserved characters encoded, and ids may hold them.
 * @throws ProblemError 404 for what is no percent-encoded UTF-8
 */
export function pathSegment(url: URL, fromEnd: number): string {
  const segments = url.pathname.replace(/\/+$/, "").split("/");
  try {
    return decodeURIComponent(segments.at(-1 - fromEnd) ?? "");
  } catch {
    throw new ProblemError(404, "The address is not valid percent-encoded UTF-8");
  }
}

/** The problem of an event that is not there. */
export function noSuchEvent(): ProblemError {
  return new ProblemError(404, "There is no event with this id");
}
