import assert from "node:assert/strict";
import { easterOf, holidayOn, holidaysOf } from "./holidays.ts";

Deno.test("easterOf() equals the published dates", () => {
  const published: [number, number, number][] = [
    [1961, 4, 2],
    [2000, 4, 23],
    [2008, 3, 23],
    [2011, 4, 24],
    [2016, 3, 27],
    [2024, 3, 31],
    [2025, 4, 20],
    [2026, 4, 5],
    [2027, 3, 28],
    [2028, 4, 16],
    [2030, 4, 21],
    [2038, 4, 25],
    [2049, 4, 18],
    [2285, 3, 22],
  ]; // deno-fmt-ignore-line
  for (const [year, month, day] of published) assert.deepEqual(easterOf(year), [month, day]);
});

Deno.test("holidaysOf() gives Brazil's and Portugal's days of 2026", () => {
  const of = (country: "BR" | "PT", isOptional: boolean) =>
    holidaysOf(country, 2026).filter((day) => day.isOptional === isOptional)
      .map(({ date }) => date.slice(5));
  assert.deepEqual(of("BR", false), [
    "01-01",
    "04-03",
    "04-21",
    "05-01",
    "09-07",
    "10-12",
    "11-02",
    "11-15",
    "11-20",
    "12-25",
  ]); // deno-fmt-ignore-line
  assert.deepEqual(of("BR", true), ["02-16", "02-17", "06-04"]);
  assert.deepEqual(of("PT", false), [
    "01-01",
    "04-03",
    "04-05",
    "04-25",
    "05-01",
    "06-04",
    "06-10",
    "08-15",
    "10-05",
    "11-01",
    "12-01",
    "12-08",
    "12-25",
  ]); // deno-fmt-ignore-line
  assert.deepEqual(of("PT", true), ["02-17"]);
});

Deno.test("holidayOn() knows since when a day is one", () => {
  assert.equal(holidayOn("BR", "2023-11-20"), null);
  assert.equal(holidayOn("BR", "2024-11-20")?.name, "Consciência Negra");
  assert.equal(holidayOn("PT", "2024-11-20"), null);
  assert.equal(holidayOn("BR", "2027-05-27")?.name, "Corpus Christi");
});
