/** Runs in the page, so it holds all it needs. Faults of names, headings, ids, images and tables. */
export function structureFaults(): string[] {
  const faults: string[] = [];
  const show = (element: Element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node.getAttribute("aria-hidden") === "true") return "";
    return node.getAttribute("aria-label") ?? [...node.childNodes].map(textOf).join(" ");
  };
  const byIds = (ids: string | null) =>
    (ids ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const nameOf = (element: Element): string => {
    const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ||
      element instanceof HTMLTextAreaElement;
    const labels = isField ? [...element.labels ?? []].map(textOf).join(" ") : "";
    const sources = [
      byIds(element.getAttribute("aria-labelledby")),
      element.getAttribute("aria-label") ?? "",
      labels,
      element.matches("input, select, textarea") ? "" : textOf(element),
      element.getAttribute("title") ?? "",
    ];
    return sources.find((text) => text.trim() !== "") ?? "";
  };

  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, " +
    "[role=button], [role=region], [role=group], [role=img], dialog[open], nav, fieldset";
  for (const control of document.querySelectorAll(controls)) {
    const own = control instanceof HTMLFieldSetElement
      ? control.querySelector("legend")?.textContent ?? ""
      : nameOf(control);
    if (own.trim() === "") faults.push(`without a name: ${show(control)}`);
  }

  const seen = new Set<string>();
  for (const { id } of document.querySelectorAll("[id]")) {
    if (seen.has(id)) faults.push(`id twice: ${id}`);
    seen.add(id);
  }
  for (const name of ["aria-labelledby", "aria-describedby", "for", "list"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      for (const id of (element.getAttribute(name) ?? "").split(/\s+/)) {
        if (!seen.has(id)) faults.push(`${name} names "${id}", which is not there`);
      }
    }
  }

  for (const image of document.querySelectorAll("img, svg, canvas")) {
    const isNamed = image.hasAttribute("alt") ||
      (image.getAttribute("role") === "img" && nameOf(image).trim() !== "");
    if (image.closest("[aria-hidden=true]") === null && !isNamed) {
      faults.push(`neither hidden nor named: ${show(image)}`);
    }
  }

  let last = 0;
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((heading) => heading.checkVisibility());
  for (const heading of headings) {
    const level = Number(heading.tagName[1]);
    if (level > last + 1) faults.push(`h${level} after h${last}: ${heading.textContent}`);
    last = level;
  }
  const tops = headings.filter((heading) => heading.tagName === "H1").length;
  if (tops !== 1) faults.push(`${tops} headings of level 1`);

  for (const head of document.querySelectorAll("th:not([scope])")) {
    faults.push(`without scope: ${show(head)}`);
  }
  if (document.documentElement.lang === "") faults.push("the document has no language");
  if (!document.title.includes("Vigia") || document.title === "Vigia") {
    faults.push(`the title says nothing: ${document.title}`);
  }
  if (document.querySelector("main") === null) faults.push("there is no main landmark");
  return faults;
}
