import { SeededRandom } from "@/lib/anomalies/detectors/random.ts";
import type { RecordInput } from "@/lib/anomalies/detectors/record.ts";

const DAY_MS = 86_400_000;
const FIRST_AT = Date.UTC(2026, 2, 2);
const CATEGORIES = 12;
const MERCHANTS = 400;
const FAVOURITES = 20;

/** A record that is known to be honest or not. */
export interface LabelledRecord extends RecordInput {
  isFraud: boolean;
}

interface Profile {
  perDay: number;
  scale: number;
  hour: number;
  favourites: number[];
}

/**
 * Card payments of `users` people over `days`: each with a pace, a wealth, a time of day and favourite
 * merchants. About one in a hundred is robbed for a day or two (large amounts at strange merchants, half
 * of them at night), and of as many a third of the payments is inflated for ten days.
 */
export function labelledRecords(seed: number, users = 300, days = 60): LabelledRecord[] {
  const random = new SeededRandom(seed * 104_729 + 3);
  const uniform = (low: number, high: number) => low + random.next() * (high - low);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const categories = Array.from({ length: CATEGORIES }, () => ({
    mean: uniform(2, 5),
    spread: uniform(0.3, 0.9),
  }));
  const merchants = Array.from({ length: MERCHANTS }, (_, index) => ({
    category: index % CATEGORIES,
    shift: 0.3 * normal(),
  }));
  const records: LabelledRecord[] = [];
  const pay = (user: number, profile: Profile, merchant: number, t: number, factor: number) => {
    const { category, shift } = merchants[merchant] ?? { category: 0, shift: 0 };
    const { mean, spread } = categories[category] ?? { mean: 3, spread: 0.5 };
    const amount = Math.exp(mean + shift + profile.scale + spread * normal()) * factor;
    records.push({
      id: "",
      userId: `user-${user}`,
      category: `category-${category}`,
      merchant: `merchant-${merchant}`,
      amount: Math.round(amount * 100) / 100,
      t: Math.round(t),
      isFraud: factor !== 1,
    });
  };
  for (let user = 0; user < users; user++) {
    const profile = {
      perDay: Math.exp(uniform(-1.2, 1.4)),
      scale: 0.4 * normal(),
      hour: uniform(9, 20),
      favourites: Array.from({ length: FAVOURITES }, () => random.below(MERCHANTS)),
    };
    const robbedFrom = random.next() < 0.15 ? uniform(10, days) : Infinity;
    const inflatedFrom = random.next() < 0.06 ? uniform(10, days) : Infinity;
    for (let day = 0; day < days; day++) {
      const dayAt = FIRST_AT + day * DAY_MS;
      const isInflated = day >= inflatedFrom && day < inflatedFrom + 10;
      for (let left = profile.perDay; random.next() < left / (1 + left); left *= 0.9) {
        const hour = Math.min(23.9, Math.max(0, profile.hour + 3.5 * normal()));
        const isFavourite = random.next() < 0.8;
        const merchant = isFavourite
          ? profile.favourites[Math.floor(FAVOURITES * random.next() ** 2)] ?? 0
          : random.below(MERCHANTS);
        const factor = isInflated && random.next() < 0.33 ? uniform(3, 6) : 1;
        pay(user, profile, merchant, dayAt + hour * 3_600_000, factor);
      }
      if (day < robbedFrom || day >= robbedFrom + 2) continue;
      for (let n = 2 + random.below(6); n > 0; n--) {
        const hour = random.next() < 0.5 ? uniform(0, 5) : uniform(5, 24);
        const t = dayAt + hour * 3_600_000;
        pay(user, profile, random.below(MERCHANTS), t, uniform(2, 8));
      }
    }
  }
  records.sort((a, b) => a.t - b.t);
  return records.map((record, index) => ({ ...record, id: String(index) }));
}
