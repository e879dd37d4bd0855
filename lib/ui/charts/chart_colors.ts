/** A colour of the palette with an opacity, as `#rrggbbaa`. */
export function faded(color: string, alpha: number): string {
  return /^#[0-9a-f]{6}$/i.test(color)
    ? `${color}${Math.round(alpha * 255).toString(16).padStart(2, "0")}`
    : color;
}

const HATCH_PX = 6;
const hatches = new Map<string, CanvasPattern | string>();

/** Thin slanted lines of a colour on a pale ground of it. */
export function hatched(color: string): CanvasPattern | string {
  const known = hatches.get(color);
  if (known !== undefined) return known;
  const tile = document.createElement("canvas");
  tile.width = tile.height = HATCH_PX;
  const pen = tile.getContext("2d");
  if (pen === null) return faded(color, 0.45);
  pen.fillStyle = faded(color, 0.2);
  pen.fillRect(0, 0, HATCH_PX, HATCH_PX);
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  pen.beginPath();
  // Three lines, so that the corners of neighbouring tiles meet.
  for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
    pen.moveTo(shift, HATCH_PX);
    pen.lineTo(shift + HATCH_PX, 0);
  }
  pen.stroke();
  const pattern = pen.createPattern(tile, "repeat") ?? faded(color, 0.45);
  hatches.set(color, pattern);
  return pattern;
}
