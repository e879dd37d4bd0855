import type { AnchorHTMLAttributes } from "preact";

/**
 * A link that is not the place where one is. Fresh marks every link to the page's own path and to
 * those above it as current; where a query tells views apart, or the link leads back, that would be
 * said to a screen reader for nothing.
 */
export function Link(props: AnchorHTMLAttributes<HTMLAnchorElement>) {
  return <a {...props} aria-current="false" />;
}
