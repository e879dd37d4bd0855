import assert from "node:assert/strict";
import { auditPage, watchPage } from "./audit.ts";
import { browserTest } from "./chromium.ts";

const FAULTY = `<!doctype html><html><head><title>Vigia</title><style>
  body { margin: 0; background: #fff; color: #000 }
  .pale { color: #999 } .see-through { color: rgb(0 0 0 / 30%) } .dark { background: #222; color: #444 }
  .faded { opacity: 0.5 } .wide { width: 600px } button { height: 20px }
</style></head><body>
  <h1>One</h1><h3>Three</h3><h1>Two</h1>
  <p class="pale" id="p">pale</p><p class="see-through" id="p">see-through</p>
  <div class="dark"><span>dark on dark</span></div><p class="faded">faded</p>
  <button><svg></svg></button><button aria-label="Named"></button><input>
  <label for="nothing">Label</label>
  <img><table><tr><th>Head</th></tr></table>
  <div class="wide">wide</div>
</body></html>`;

browserTest("auditPage() finds each kind of fault", async (page) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.setContent(FAULTY);
  const faults = await auditPage(page);
  const expected = [
    /^without a name: <button><svg>/,
    /^without a name: <input>/,
    /^id twice: p$/,
    /^for names "nothing", which is not there/,
    /^neither hidden nor named: <svg>/,
    /^neither hidden nor named: <img>/,
    /^h3 after h1: Three/,
    /^2 headings of level 1/,
    /^without scope: <th>/,
    /^the document has no language/,
    /^the title says nothing/,
    /^there is no main landmark/,
    /^contrast 2\.85 of "pale"/,
    /^contrast 2\.\d+ of "see-through"/,
    /^contrast 1\.\d+ of "dark on dark"/,
    /^contrast 3\.\d+ of "faded"/,
    /^target of \d+ × 20 px: <button aria-label/,
    /^the page is 210 px wider than the screen/,
  ];
  for (const pattern of expected) {
    assert.ok(faults.some((fault) => pattern.test(fault)), `${pattern} in\n${faults.join("\n")}`);
  }
});

browserTest(
  "auditPage() adds up layout shifts, and watchPage() hears what is refused",
  async (page) => {
    const watch = await watchPage(page);
    await page.route("http://audit.test/", (route) =>
      route.fulfill({
        contentType: "text/html",
        headers: { "content-security-policy": "default-src 'none'; style-src 'nonce-a'" },
        body: `<!doctype html><html lang="en"><head><title>Page · Vigia</title></head><body><main>
        <h1>Text</h1><p style="color: red">${"much text ".repeat(2000)}</p></main></body></html>`,
      }));
    await page.goto("http://audit.test/");
    await page.evaluate(async () => {
      const frame = () => new Promise(requestAnimationFrame);
      await frame();
      const spacer = document.createElement("div");
      spacer.textContent = "late";
      document.body.prepend(spacer);
      spacer.animate([{ marginBottom: "300px" }], { duration: 1, fill: "forwards" });
      await frame();
      await frame();
    });
    await page.waitForFunction(() => Number(Reflect.get(globalThis, "auditShift")) > 0);
    assert.deepEqual((await auditPage(page)).map((fault) => fault.replace(/[\d.]+$/, "n")), [
      "layout shifts add up to n",
    ]);
    const errors = watch.takeErrors();
    assert.ok(errors.some((error) => error.includes("Content Security Policy")), errors.join("\n"));
    assert.deepEqual(watch.takeErrors(), []);
  },
);
