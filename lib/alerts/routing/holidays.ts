/** Countries whose national holidays are known. */
export const HOLIDAY_COUNTRIES = ["BR", "PT"] as const;
export type HolidayCountry = typeof HOLIDAY_COUNTRIES[number];

/** A day without work. */
export interface Holiday {
  /** `YYYY-MM-DD`. */
  date: string;
  /** As the country calls it. */
  name: string;
  /** No holiday by law, but a day on which most do not work (ponto facultativo, tolerância). */
  isOptional: boolean;
}

type Fixed = readonly [monthDay: string, name: string, since?: number];

const FIXED: Readonly<Record<HolidayCountry, readonly Fixed[]>> = {
  BR: [
    ["01-01", "Confraternização Universal"],
    ["04-21", "Tiradentes"],
    ["05-01", "Dia do Trabalho"],
    ["09-07", "Independência do Brasil"],
    ["10-12", "Nossa Senhora Aparecida"],
    ["11-02", "Finados"],
    ["11-15", "Proclamação da República"],
    // National since law 14.759 of 2023.
    ["11-20", "Consciência Negra", 2024],
    ["12-25", "Natal"],
  ],
  PT: [
    ["01-01", "Ano Novo"],
    ["04-25", "Dia da Liberdade"],
    ["05-01", "Dia do Trabalhador"],
    ["06-10", "Dia de Portugal"],
    ["08-15", "Assunção de Nossa Senhora"],
    ["10-05", "Implantação da República"],
    ["11-01", "Todos os Santos"],
    ["12-01", "Restauração da Independência"],
    ["12-08", "Imaculada Conceição"],
    ["12-25", "Natal"],
  ],
};

type Movable = readonly [daysAfterEaster: number, name: string, isOptional: boolean];

const MOVABLE: Readonly<Record<HolidayCountry, readonly Movable[]>> = {
  BR: [
    [-48, "Carnaval (segunda-feira)", true],
    [-47, "Carnaval", true],
    [-2, "Sexta-feira Santa", false],
    [60, "Corpus Christi", true],
  ],
  PT: [
    [-47, "Carnaval", true],
    [-2, "Sexta-feira Santa", false],
    [0, "Páscoa", false],
    [60, "Corpo de Deus", false],
  ],
};

/** Easter Sunday of a Gregorian year as `[month, day]` (Meeus, Jones and Butcher). */
export function easterOf(year: number): [month: number, day: number] {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) +
    15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return [Math.floor(days / 31), days % 31 + 1];
}

/** National holidays of a year, by date. */
export function holidaysOf(country: HolidayCountry, year: number): Holiday[] {
  const [month, day] = easterOf(year);
  const fixed = FIXED[country].filter(([, , since = 0]) => year >= since).map(
    ([monthDay, name]): Holiday => ({ date: `${year}-${monthDay}`, name, isOptional: false }),
  );
  const movable = MOVABLE[country].map(([offset, name, isOptional]): Holiday => ({
    date: new Date(Date.UTC(year, month - 1, day + offset)).toISOString().slice(0, 10),
    name,
    isOptional,
  }));
  return [...fixed, ...movable].toSorted((a, b) => a.date < b.date ? -1 : 1);
}

const known = new Map<string, ReadonlyMap<string, Holiday>>();

/** The holiday on a date (`YYYY-MM-DD`), if it is one. */
export function holidayOn(country: HolidayCountry, date: string): Holiday | null {
  const year = date.slice(0, 4);
  const key = country + year;
  let byDate = known.get(key);
  if (byDate === undefined) {
    byDate = new Map(holidaysOf(country, Number(year)).map((holiday) => [holiday.date, holiday]));
    if (known.size > 50) known.clear();
    known.set(key, byDate);
  }
  return byDate.get(date) ?? null;
}
