/**
 * Runs in the page, so it holds all it needs. Controls that a finger may miss: less than 44 px
 * around their middle. Links within a line of text are exempt (WCAG 2.2, 2.5.5 and 2.5.8).
 */
export function targetFaults(): string[] {
  const SIZE_PX = 44;
  const faults = new Set<string>();
  const show = (element: Element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 90);
  const isInText = (element: Element) =>
    element.tagName === "A" && getComputedStyle(element).display === "inline" &&
    element.closest("p, dd, li, td, .notice, .chips") !== null;
  for (
    const control of document.querySelectorAll<HTMLElement>(
      "a[href], button, input:not([type=hidden]), select, summary",
    )
  ) {
    if (!control.checkVisibility({ visibilityProperty: true })) continue;
    if (control.closest(".visually-hidden, .skip-link") !== null) continue;
    if (getComputedStyle(control).pointerEvents === "none" || isInText(control)) continue;
    // A label is part of its field's target.
    const target = control instanceof HTMLInputElement && control.type === "checkbox"
      ? control.closest("label") ?? control
      : control;
    target.scrollIntoView({ block: "center", inline: "center" });
    const box = target.getBoundingClientRect();
    if (box.width >= SIZE_PX && box.height >= SIZE_PX) continue;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const isHit = (dx: number, dy: number) => {
      const hit = document.elementFromPoint(x + dx, y + dy);
      return hit !== null && target.contains(hit);
    };
    // What is drawn may be smaller than what can be hit, and not in its middle.
    const reach = (dx: number, dy: number) => {
      let distance = 0;
      while (distance < SIZE_PX && isHit(dx * (distance + 1), dy * (distance + 1))) distance++;
      return distance;
    };
    const width = reach(-1, 0) + reach(1, 0) + 1;
    const height = reach(0, -1) + reach(0, 1) + 1;
    if (width < SIZE_PX - 1 || height < SIZE_PX - 1) {
      faults.add(`target of ${width} × ${height} px: ${show(control)}`);
    }
  }
  scrollTo(0, 0);
  return [...faults];
}
