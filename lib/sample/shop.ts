import { type Random, seededRandom, WeightedChoice } from "./random.ts";

/** What a sample event consists of before it has a time and an id. */
export interface Draft {
  userId: string;
  type: string;
  value: number | null;
  currency?: string;
  metadata: Record<string, string | number>;
}

interface Product {
  name: string;
  category: string;
  price: number;
}
interface Person {
  id: string;
  region: string;
  /** Factor on what this person spends. */
  taste: number;
  favourite: number;
}

const REGIONS = [
  ["SP", 32],
  ["RJ", 16],
  ["MG", 12],
  ["RS", 9],
  ["PR", 8],
  ["BA", 7],
  ["PE", 5],
  ["Lisboa", 7],
  ["Porto", 4],
] as const;
const PRODUCTS: readonly Product[] = [
  { name: "Café especial 1 kg", category: "Mercearia", price: 89.9 },
  { name: "Caneca esmaltada", category: "Casa", price: 39.9 },
  { name: "Fone sem fio", category: "Eletrônicos", price: 249 },
  { name: "Mochila urbana", category: "Acessórios", price: 189.9 },
  { name: "Tênis corrida", category: "Esporte", price: 379.9 },
  { name: "Camiseta algodão", category: "Vestuário", price: 59.9 },
  { name: "Garrafa térmica", category: "Casa", price: 99.9 },
  { name: "Teclado mecânico", category: "Eletrônicos", price: 419 },
  { name: "Livro de receitas", category: "Livros", price: 54.9 },
  { name: "Luminária de mesa", category: "Casa", price: 129.9 },
  { name: "Tapete de yoga", category: "Esporte", price: 119.9 },
  { name: "Azeite extra virgem", category: "Mercearia", price: 49.9 },
];
const PRODUCT_WEIGHTS = [22, 18, 12, 9, 8, 14, 10, 4, 6, 5, 5, 12];
const MERCHANTS = [
  { name: "Correios", category: "Frete", usual: 38 },
  { name: "Posto Ipiranga", category: "Combustível", usual: 180 },
  { name: "Kalunga", category: "Escritório", usual: 95 },
  { name: "Google Ads", category: "Marketing", usual: 350 },
  { name: "Uber", category: "Transporte", usual: 27 },
  { name: "iFood", category: "Refeição", usual: 48 },
] as const;
const FAILURES = [
  "payment gateway timeout",
  "card declined by issuer",
  "stock service unavailable",
  "invalid shipping address",
  "PIX charge expired",
] as const;
const FIRST_NAMES = [
  "ana",
  "bruno",
  "carla",
  "diego",
  "elisa",
  "felipe",
  "gabriela",
  "hugo",
  "ines",
  "joao",
  "karina",
  "lucas",
  "marta",
  "nuno",
  "olivia",
  "paulo",
  "rita",
  "sofia",
  "tiago",
  "vera",
] as const;
/** Share of each kind of event on an ordinary day. */
const TYPES = [
  ["login", 38],
  ["purchase", 34],
  ["expense", 9],
  ["error", 8],
  ["signup", 6],
  ["refund", 5],
] as const;

const cents = (value: number) => Math.round(value * 100) / 100;

/** A small synthetic shop: people with habits, products, regions, expenses and failures. */
export class SampleShop {
  readonly #random: Random;
  readonly #people: Person[];
  readonly #choosePerson: WeightedChoice;
  readonly #chooseType = new WeightedChoice(TYPES.map(([, weight]) => weight));
  readonly #chooseProduct = new WeightedChoice(PRODUCT_WEIGHTS);

  constructor(seed: number, people: number) {
    const random = this.#random = seededRandom(seed);
    const chooseRegion = new WeightedChoice(REGIONS.map(([, weight]) => weight));
    this.#people = Array.from({ length: people }, (_, index) => ({
      id: `${random.pick(FIRST_NAMES)}-${String(index + 1).padStart(4, "0")}`,
      region: REGIONS[chooseRegion.pick(random)]?.[0] ?? "SP",
      taste: Math.exp(0.35 * random.normal()),
      favourite: this.#chooseProduct.pick(random),
    }));
    // A few people come often, most now and then (Zipf).
    this.#choosePerson = new WeightedChoice(this.#people.map((_, index) => 1 / (index + 8)));
  }

  get random(): Random {
    return this.#random;
  }

  /** Something that a customer does; `type` forces its kind. */
  draft(type = TYPES[this.#chooseType.pick(this.#random)]?.[0] ?? "login"): Draft {
    const random = this.#random;
    const person = this.#people[this.#choosePerson.pick(random)];
    if (person === undefined) throw new RangeError("Cannot draft: the shop has no people");
    const base = { userId: person.id, type };
    switch (type) {
      case "purchase":
      case "refund": {
        const index = random.next() < 0.35 ? person.favourite : this.#chooseProduct.pick(random);
        const product = PRODUCTS[index] ?? random.pick(PRODUCTS);
        const quantity = random.next() < 0.8 ? 1 : 2 + random.below(3);
        const metadata = {
          product: product.name,
          category: product.category,
          region: person.region,
          quantity,
        };
        return { ...base, value: cents(product.price * quantity), currency: "BRL", metadata };
      }
      case "expense": {
        const merchant = random.pick(MERCHANTS);
        // One in eighty is far off: what anomaly detection is there to find.
        const odd = random.next() < 1 / 80 ? 6 + random.below(8) : 1;
        const value = cents(merchant.usual * person.taste * Math.exp(0.3 * random.normal()) * odd);
        const metadata = {
          merchant: merchant.name,
          category: merchant.category,
          region: person.region,
        };
        return { ...base, value, currency: "BRL", metadata };
      }
      case "error":
        return this.failure(person.region, person.id);
      default:
        return { ...base, value: null, metadata: { region: person.region } };
    }
  }

  /** A failure in a region; bursts use it with one region over and over. */
  failure(region: string, userId = "system"): Draft {
    const metadata = { region, message: this.#random.pick(FAILURES) };
    return { userId, type: "error", value: null, metadata };
  }
}

/** How busy the shop is at a time, 1 on average: quiet nights, busy evenings, weekends above weekdays. */
export function rhythm(at: number): number {
  const date = new Date(at - 3 * 3_600_000);
  const hour = date.getUTCHours() + date.getUTCMinutes() / 60;
  const day = 1 + 0.62 * Math.cos(2 * Math.PI * (hour - 19.5) / 24) +
    0.22 * Math.cos(4 * Math.PI * (hour - 12.5) / 24);
  const weekday = [1.15, 0.9, 0.92, 0.95, 1, 1.12, 1.25][date.getUTCDay()] ?? 1;
  return Math.max(0.08, day) * weekday / 1.04;
}

/** The rhythm of live traffic: somebody who watches it at night sees something too. */
export function liveRhythm(at: number): number {
  return Math.min(2, Math.max(0.4, rhythm(at)));
}
