import type { ReasonWords } from "./reason.ts";
import type { ReasonFormat } from "./reason_format.ts";

const DIMENSIONS: Record<string, string> = { region: "da região" };

/** What the second opinion looks at, by its English name. */
const FEATURES: Record<string, string> = {
  "amount": "pelo valor",
  "amount for the user": "pelo valor para o usuário",
  "amount for the merchant": "pelo valor para o estabelecimento",
  "amount for the category": "pelo valor para a categoria",
  "pace": "pelo ritmo",
  "merchant": "pelo estabelecimento",
  "category": "pela categoria",
  "hour": "pela hora",
};

/** Brazilian Portuguese reasons. */
export const reasonWordsPtBR: ReasonWords = {
  nothing: () => "Nada incomum foi encontrado",
  count: ({ observed, expected, windowMs, bucketMs, low, high, ...what }, say) =>
    `${say.plural(observed, "evento", "eventos")} ${what.type}${of(what)} em ` +
    `${say.duration(windowMs)}, ${compared(observed, expected, say.number, say)}; ` +
    `habitual em ${say.duration(bucketMs)} agora: ` +
    `${say.number(Math.floor(low))} a ${say.number(Math.ceil(high))}`,
  share: ({ observed, expected, total, windowMs, bucketMs, low, high, ...what }, say) =>
    `${say.percent(observed)} de ${say.plural(total, "evento", "eventos")}${of(what)} em ` +
    `${say.duration(windowMs)} são do tipo ${what.type}, ` +
    `${compared(observed, expected, say.percent, say)}; ` +
    `habitual em ${say.duration(bucketMs)} agora: ${say.percent(low)} a ${say.percent(high)}`,
  "gauge-value": ({ value, low, high, unit, ...record }, say) => {
    const write = unit === "money" ? say.amount : say.number;
    return `${beyond("O valor", record, say)}: ${write(value)}, conhecido de ${write(low)} a ${
      write(high)
    }`;
  },
  "gauge-change": (record, say) => beyond("A mudança em relação à média recente", record, say),
  "gauge-spread": (record, say) => beyond("A dispersão dos últimos 50 pontos", record, say),
  "gauge-hour": ({ value, expected, unit, ...record }, say) => {
    const write = unit === "money" ? say.amount : say.number;
    const what = "A diferença em relação ao habitual desta hora da semana";
    return `${beyond(what, record, say)}: ${write(value)}, habitual ${write(expected)}`;
  },
  amount: ({ user, category, ...amounts }, say) => {
    const place = category === undefined ? "" : ` em ${category}`;
    const usual = say.amount(amounts.usual);
    return amounts.n === 0
      ? `${ratio(amounts, say)} ${usual}, o esperado de ${user}${place}; o primeiro registro assim`
      : `${ratio(amounts, say)} ${usual}, o habitual de ${user}${place}; ${rank(amounts, say)}`;
  },
  "merchant-amount": ({ merchant, ...amounts }, say) => {
    const usual = say.amount(amounts.usual);
    return amounts.n === 0
      ? `${ratio(amounts, say)} ${usual}, o esperado em ${merchant}; o primeiro registro ali`
      : `${ratio(amounts, say)} ${usual}, o habitual em ${merchant}; ${rank(amounts, say)}`;
  },
  velocity: ({ user, count, usual }, say) =>
    `Cerca de ${say.about(count)} registros de ${user} em um dia; o habitual é ${say.about(usual)}`,
  "new-merchant": novelty,
  "new-category": novelty,
  hour: ({ user, hour, percent, n }, say) =>
    `Às ${String(hour).padStart(2, "0")}:00 UTC, quando ${user} tem ${say.number(percent)} % de ${
      say.plural(n, "registro", "registros")
    }`,
  duplicate: ({ merchant, amount, minutes }, say) =>
    `Provavelmente duplicado: ${say.amount(amount)} em ${merchant} já apareceu ${
      minutes < 2 ? "um instante" : say.duration(minutes * 60_000)
    } antes`,
  "under-limit": ({ amount, limit }, say) =>
    `${say.amount(amount)} fica logo abaixo do limite de aprovação de ${say.amount(limit)}`,
  combination: ({ oddness, feature }, say) => {
    const mostly = FEATURES[feature];
    return `O conjunto é raro: ${say.number(oddness)} de 12 por floresta e vizinhos` +
      (mostly === undefined ? "" : `, sobretudo ${mostly}`);
  },
};

function of({ dimension, value }: { dimension: string; value: string }): string {
  return dimension === "" ? "" : ` ${DIMENSIONS[dimension] ?? `de ${dimension}`} ${value}`;
}

function compared(
  observed: number,
  expected: number,
  write: (value: number) => string,
  say: ReasonFormat,
): string {
  const times = expected > 0 ? observed / expected : Infinity;
  return times > 1000
    ? `onde o esperado era ${write(expected)}`
    : `${say.plural(times, "vez", "vezes")} o esperado (${write(expected)})`;
}

function beyond(what: string, { beyond, n }: { beyond: number; n: number }, say: ReasonFormat) {
  const far = beyond >= 10 ? "muito" : say.percent(beyond);
  return `${what} está ${far} além do recorde de ${say.plural(n, "ponto", "pontos")}`;
}

function ratio({ amount, usual }: { amount: number; usual: number }, say: ReasonFormat): string {
  if (!(usual > 0) || !(amount > 0)) return `${say.amount(amount)} em vez de`;
  const times = amount / usual;
  return times >= 1 ? `${say.plural(times, "vez", "vezes")}` : `Só ${say.percent(times)} de`;
}

function rank(
  { highest, amount, usual, n }: { highest: number; amount: number; usual: number; n: number },
  say: ReasonFormat,
): string {
  const all = say.plural(n + 1, "registro", "registros");
  if (highest === 1) return `o maior de ${all}`;
  return amount > usual ? `não é o maior de ${all}` : `entre ${all}`;
}

function novelty(
  { user, name, times, n }: { user: string; name: string; times: number; n: number },
  say: ReasonFormat,
): string {
  const records = say.plural(n, "registro", "registros");
  if (times === 0) return `Primeiro registro de ${user} em ${name}, depois de ${records}`;
  return `${user} esteve em ${name} só ${say.plural(times, "vez", "vezes")} em ${records}`;
}
