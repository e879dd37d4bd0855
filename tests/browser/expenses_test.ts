import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { auditPage } from "./audit.ts";
import { openPagesServer } from "./pages_server.ts";
import { browserSuite } from "./suite.ts";
import { accessToken, postEvents } from "./vigia.ts";

browserSuite("expenses", openPagesServer, {
  async "enter an expense, see it scored and explained, say that it is normal"({ page, url }) {
    const history = Array.from({ length: 400 }, (_, n) => ({
      id: `cab-${n}`,
      type: "expense",
      userId: "ana",
      value: 30 + n % 7,
      timestamp: new Date(Date.now() - (400 - n) * 3_600_000).toISOString(),
      metadata: { category: "Travel", merchant: "Cab" },
    }));
    await postEvents(url, await accessToken(url), history);
    await page.goto(`${url}/expenses`);
    await page.fill("#expense-amount", "much");
    await page.fill("#expense-category", "Travel");
    await page.fill("#expense-merchant", "Cab");
    await page.fill("#expense-userId", "ana");
    await page.getByRole("button", { name: "Save expense" }).click();
    await page.locator("#expense-amount-error").waitFor();
    assert.deepEqual(await auditPage(page), []);
    await page.fill("#expense-amount", "2,400.50");
    await page.getByRole("button", { name: "Save expense" }).click();
    await page.getByText("The expense was saved.").waitFor();
    const first = page.locator("tbody tr", { hasText: "2,400.50" }).first();
    // Its score arrives without a reload.
    await first.filter({ hasText: "times ana's usual" }).waitFor();
    assert.match(await first.innerText(), /times ana's usual/);
    assert.deepEqual(await auditPage(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await auditPage(page), []);
    await first.getByRole("button", { name: "This is normal" }).click();
    await page.getByText("Thank you.").waitFor();
    assert.match(await first.innerText(), /Marked as normal/);
  },
  async "a table with mistakes is refused row by row, the corrected one is imported whole"(
    { page, url },
  ) {
    const lines = (last: string) => [
      "Data;Funcionário;Categoria;Estabelecimento;Valor",
      "31/01/2026 14:30;joão;Hospedagem;Pousada;R$ 1.234,56",
      `01/02/2026;joão;Hospedagem;Pousada;${last}`,
    ];
    await page.goto(`${url}/expenses`);
    await page.getByRole("link", { name: "Import CSV" }).click();
    await page.getByRole("button", { name: "Check the file" }).click();
    await page.getByText("Choose a file or paste a table").waitFor();
    await page.fill("#import-text", lines("muito").join("\n"));
    await page.getByRole("button", { name: "Check the file" }).click();
    const fault = page.locator(".import-issues tbody tr");
    assert.match(await fault.innerText(), /^3\s+Valor\s+“muito” is no amount/);
    assert.equal(await page.getByRole("button", { name: /^Import/ }).count(), 0);
    assert.deepEqual(await auditPage(page), []);
    await page.getByRole("link", { name: "Another file" }).click();
    // As a spreadsheet in Brazil saves it: in Windows-1252.
    const bytes = [...lines("1.500,00").join("\r\n")].map((sign) => sign.charCodeAt(0));
    await page.setInputFiles("#import-file", {
      name: "viagens.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(bytes),
    });
    await page.getByRole("button", { name: "Check the file" }).click();
    await page.getByText("Everything can be read.").waitFor();
    assert.match(await page.locator("main").innerText(), /Automatic: WINDOWS-1252/);
    assert.match(await page.locator(".import-confirm").innerText(), /2 rows, R\$2,734\.56 in all/);
    assert.deepEqual(await auditPage(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await auditPage(page), []);
    await page.getByRole("button", { name: "Import 2 expenses" }).click();
    await page.getByText("All rows are saved.").waitFor();
    // The page may have been loaded anew by itself.
    await page.waitForLoadState();
    assert.match(await page.locator(".import-progress").innerText(), /viagens\.csv/);
    assert.deepEqual(await auditPage(page), []);
    await page.getByRole("link", { name: "All expenses" }).first().click();
    await page.locator("summary", { hasText: "Filters" }).click();
    await page.fill("#filter-category", "Hospedagem");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(/category=Hospedagem$/);
    const rows = page.locator("main tbody tr", { hasText: "joão" });
    assert.match(await rows.first().innerText(), /R\$1,500\.00/);
    assert.equal(await rows.count(), 2);
    assert.deepEqual(await auditPage(page), []);
  },

  async "charts show what was spent and have a table each"({ page, url }) {
    await page.goto(`${url}/expenses`);
    const charts = page.locator("[data-chart] canvas[data-ready]");
    await charts.nth(2).waitFor();
    assert.equal(await charts.count(), 3);
    const card = page.getByRole("region", { name: "How odd they are" });
    await card.getByRole("button", { name: "Show as table" }).click();
    assert.match(await card.locator("table").innerText(), /0% – 10%\s+\d+/);
    assert.match(await page.locator(".expense-figures").innerText(), /Unusual\s+\d+/);
    assert.deepEqual(await auditPage(page), []);
  },

  async "an administrator sets approval limits"({ page, url }) {
    await page.goto(`${url}/expenses`);
    await page.getByRole("link", { name: "Expense settings" }).click();
    await page.fill("#limits", "500\nmuch");
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByText("Write amounts above 0").waitFor();
    assert.deepEqual(await auditPage(page), []);
    await page.fill("#limits", "1,000.00\n500");
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByText("Saved.").waitFor();
    assert.equal(await page.inputValue("#limits"), "500.00\n1,000.00");
  },
});
