/** Colours and type of charts, as the stylesheets have them. */
export interface Theme {
  text: string;
  muted: string;
  grid: string;
  card: string;
  raised: string;
  border: string;
  critical: string;
  warning: string;
  series: string[];
  font: string;
}

/** What counts where an element stands. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token("--text"),
    muted: token("--text-2"),
    grid: token("--grid"),
    card: token("--card"),
    raised: token("--raised"),
    border: token("--border"),
    critical: token("--critical"),
    warning: token("--warning"),
    series: ["1", "2", "3", "4", "5", "other"].map((n) => token(`--series-${n}`)),
    font: token("--font"),
  };
}
