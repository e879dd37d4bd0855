import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { auditPage, watchPage } from "./audit.ts";
import { openPagesServer } from "./pages_server.ts";
import { browserSuite, signIn } from "./suite.ts";
import { ADMIN } from "./vigia.ts";

async function register(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/register`);
  await page.fill("[name=name]", name);
  await page.fill("[name=email]", `${name.toLowerCase()}@example.com`);
  await page.fill("[name=password]", "a sentence that is long");
  await page.click("main button[type=submit]");
  await page.waitForURL(`${url}/`);
}

browserSuite("accounts", openPagesServer, {
  async "a guest is told whom to ask, and sees the dashboard once an administrator let him in"(
    { page, another, url },
  ) {
    const guest = await another();
    await watchPage(guest);
    await register(guest, url, "Bruno");
    assert.equal(await guest.innerText("h1"), "No access yet");
    assert.match(await guest.innerText("main"), /bruno@example\.com[^]*Ask an administrator/);
    assert.equal(await guest.locator(".nav-link", { hasText: "Events" }).count(), 0);
    assert.deepEqual(await auditPage(guest), []);

    await page.goto(`${url}/users`);
    assert.match(await page.innerText("[data-waiting]"), /^1 guest waits/);
    assert.match(await page.locator("tbody tr").first().innerText(), /Bruno/);
    await page.getByLabel("Role of Bruno").selectOption("VIEWER");
    await page.getByText("Bruno is Viewer now.").waitFor();
    assert.equal(await page.locator("[data-waiting]").count(), 0);

    await guest.getByRole("link", { name: "Try again" }).click();
    await guest.waitForSelector("[data-kpi=orders]");
    const answer = await guest.goto(`${url}/queue`);
    assert.equal(answer?.status(), 403);
    assert.match(await guest.innerText("main"), /role Viewer lacks[^]*“queue:read”/);
    await guest.getByRole("main").getByRole("button", { name: "Sign out" }).click();
    await guest.waitForURL(`${url}/login`);
    assert.match((await guest.goto(`${url}/`))?.url() ?? "", /\/login$/);
  },

  async "making an administrator is asked for, and the last one keeps the role"(
    { page, another, url },
  ) {
    await register(await another(), url, "Carla");
    // Before the island is alive, a choice would be the browser's alone.
    await page.goto(`${url}/users`, { waitUntil: "networkidle" });
    const role = page.getByLabel("Role of Carla");
    await role.selectOption("ADMIN");
    assert.match(await page.innerText("dialog[open]"), /Carla will see everything/);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
    assert.equal(await role.inputValue(), "GUEST");

    await page.getByLabel(/^Role of (?!Bruno|Carla)/).selectOption("GUEST");
    await page.getByRole("button", { name: "Change my role" }).click();
    await page.getByText("The last administrator keeps the role.").waitFor();
    await page.reload();
    assert.equal(await page.getByLabel(/^Role of (?!Bruno|Carla)/).inputValue(), "ADMIN");
  },

  async "refused forms keep what was typed, and the summary takes the focus"({ another, url }) {
    const page = await another({ viewport: { width: 390, height: 844 } });
    await watchPage(page);
    await page.goto(`${url}/login?next=/queue`);
    await page.fill("[name=email]", ADMIN.email);
    await page.fill("[name=password]", "not the password");
    await page.press("[name=password]", "Enter");
    await page.waitForSelector("[role=alert]");
    assert.ok(await page.evaluate(() => document.activeElement?.matches("[role=alert]")));
    assert.equal(await page.inputValue("[name=email]"), ADMIN.email);
    assert.equal(await page.inputValue("[name=password]"), "");

    await page.getByRole("link", { name: /Create one/ }).click();
    await page.waitForURL(`${url}/register?next=%2Fqueue`);
    await page.fill("[name=name]", "Ana");
    await page.fill("[name=email]", ADMIN.email);
    await page.fill("[name=password]", "password1");
    await page.click("main button[type=submit]");
    await page.waitForSelector("[role=alert]");
    assert.equal(await page.getAttribute("[name=password]", "aria-invalid"), "true");
    const described = await page.getAttribute("[name=password]", "aria-describedby");
    assert.equal(described, "password-help password-error");
    assert.deepEqual(await auditPage(page), []);
    await page.click("[role=alert] a");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "password");
  },

  async "language and theme stay, through sign-in and reload"({ another, url }) {
    const page = await another({ locale: "en-US", colorScheme: "light" });
    await page.goto(`${url}/login?next=/queue`);
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.click("a[hreflang=pt-BR]");
    await page.waitForSelector("html[lang=pt-BR]");
    assert.match(page.url(), /next=/);
    await signIn(page, url, "/queue");
    assert.equal(await page.innerText("h1"), "Fila");
    const theme = () => page.getAttribute("html", "data-theme");
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await theme(), "dark");
    assert.equal(await background(), "rgb(14, 17, 22)");
    await page.getByRole("button", { name: "Tema: Escuro" }).click();
    await page.getByRole("button", { name: "Tema: Claro" }).waitFor();
    await page.reload();
    assert.equal(await theme(), "light");
    await page.getByRole("button", { name: "Tema: Claro" }).click();
    await page.goto(`${url}/events`);
    assert.equal(await theme(), "system");
    assert.equal(await page.innerText("h1"), "Eventos");
    assert.equal(await background(), "rgb(245, 246, 248)");
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await background(), "rgb(14, 17, 22)");
  },
});
