/**
 * Runs in the page, so it holds all it needs. Text that stands out too little from what is behind
 * it: below 4.5:1, or 3:1 for large text (WCAG 2.2, 1.4.3; relative luminance as defined there).
 */
export function contrastFaults(): string[] {
  type Rgba = [number, number, number, number];
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  const parsed = new Map<string, Rgba>();
  // Computed colours come in several notations; a canvas reads them all.
  const parse = (color: string): Rgba => {
    const known = parsed.get(color);
    if (known !== undefined) return known;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data as unknown as Rgba;
    const rgba: Rgba = [r, g, b, a / 255];
    parsed.set(color, rgba);
    return rgba;
  };
  const over = (top: Rgba, under: Rgba): Rgba => {
    const mix = (i: 0 | 1 | 2) => top[i] * top[3] + under[i] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const backgroundOf = (element: Element | null): Rgba => {
    if (element === null) return [255, 255, 255, 1];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, backgroundOf(element.parentElement));
  };
  const opacityOf = (element: Element | null): number =>
    element === null
      ? 1
      : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);
  const luminance = (color: Rgba): number => {
    const part = (i: 0 | 1 | 2) => {
      const value = color[i] / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2);
  };
  const ratio = (a: Rgba, b: Rgba): number => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };

  const faults = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node as Text).data.trim() === "") continue;
    if (element.closest("script, style, noscript, .visually-hidden, datalist") !== null) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const style = getComputedStyle(element);
    const behind = backgroundOf(element);
    const [r, g, b, a] = parse(style.color);
    const found = ratio(over([r, g, b, a * opacityOf(element)], behind), behind);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (found < (isLarge ? 3 : 4.5)) {
      const text = (node as Text).data.trim().slice(0, 30);
      faults.add(
        `contrast ${found.toFixed(2)} of "${text}" in ${element.className || element.tagName}`,
      );
    }
  }
  return [...faults];
}
