import assert from "node:assert/strict";
import { renderTemplate, templateFault } from "./template.ts";

const values = {
  value: "12",
  base: "3",
  threshold: "10",
  window: "5 min",
  name: "Errors",
  severity: "critical",
  labels: { region: "SP {{value}}" },
};

Deno.test("renderTemplate() fills placeholders in, once", () => {
  assert.equal(
    renderTemplate(
      "{{value}} of {{ threshold }} in {{labels.region}}{{labels.constructor}}",
      values,
    ),
    "12 of 10 in SP {{value}}",
  );
  assert.equal(renderTemplate("plain", values), "plain");
});

Deno.test("templateFault() names what is not known", () => {
  assert.equal(templateFault("{{value}} {{labels.region}}", ["region"]), null);
  assert.match(templateFault("{{labels.city}}", ["region"]) ?? "", /labels\.city.*labels\.region/);
  assert.match(templateFault("{{value | safe}}", []) ?? "", /not known/);
  assert.match(templateFault("{{constructor}}", []) ?? "", /not known/);
  assert.match(templateFault("{{value", []) ?? "", /no placeholder/);
});

Deno.test("templateFault() takes no longer for hostile texts", () => {
  const begun = performance.now();
  templateFault("{{ ".repeat(300) + " ".repeat(100), []);
  templateFault("{{" + " ".repeat(990), []);
  assert.ok(performance.now() - begun < 200);
});
