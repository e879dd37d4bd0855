import type { Page } from "playwright-core";
import { contrastFaults } from "./audit_contrast.ts";
import { structureFaults } from "./audit_structure.ts";
import { targetFaults } from "./audit_targets.ts";

/** Largest sum of layout shifts while a page loads. */
const MAX_SHIFT = 0.05;
const PHONE_WIDTH = 720;

/** What a browser reports by itself about the pages that it shows. */
export interface Watch {
  /** Errors of console and policy since the last call. */
  takeErrors(): string[];
}

/** Listens to a page before it goes anywhere: console errors, policy violations, layout shifts. */
export async function watchPage(page: Page): Promise<Watch> {
  let errors: string[] = [];
  page.on("console", (message) => {
    // Answers with an error status are asked for by tests; what scripts and the policy say counts.
    const isStatus = message.text().startsWith("Failed to load resource: the server responded");
    if (message.type() === "error" && !isStatus) errors.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
  await page.addInitScript(() => {
    const sum = Object.assign(globalThis, { auditShift: 0 });
    new PerformanceObserver((list) => {
      for (
        const entry of list.getEntries() as (PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        })[]
      ) {
        if (!entry.hadRecentInput) sum.auditShift += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return {
    takeErrors() {
      const taken = errors;
      errors = [];
      return taken;
    },
  };
}

/**
 * What is wrong with the page as it stands, one line a fault: names, headings, ids, images, table
 * heads (WCAG 2.2, 1.1.1, 1.3.1, 4.1.2), contrast of text (1.4.3), overflow (1.4.10), size of
 * targets on phones (2.5.5) and layout shifts.
 */
export async function auditPage(page: Page): Promise<string[]> {
  const width = page.viewportSize()?.width ?? 0;
  const faults = [
    ...await page.evaluate(structureFaults),
    ...await page.evaluate(contrastFaults),
    ...(width <= PHONE_WIDTH ? await page.evaluate(targetFaults) : []),
  ];
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) faults.push(`the page is ${overflow} px wider than the screen`);
  const shift = await page.evaluate(() => Number(Reflect.get(globalThis, "auditShift")));
  if (shift >= MAX_SHIFT) faults.push(`layout shifts add up to ${shift.toFixed(3)}`);
  return faults;
}
