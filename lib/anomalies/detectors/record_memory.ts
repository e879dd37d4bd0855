import { BoundedMap } from "./bounded_map.ts";
import { learnVisit, type MerchantVisits, newMerchantVisits, repeatOf } from "./merchant_visits.ts";
import { learnAmount, learnNormal, logAmount, newPeerGroup, type PeerGroup } from "./peer_group.ts";
import type { RecordInput } from "./record.ts";
import { hasHour, hourOf, learnPace, newUserPace, paceAt, type UserPace } from "./user_pace.ts";

/** Groups, users and pairs of user and merchant that are remembered at most. */
const MAX_GROUPS = 200_000;
const MAX_USERS = 100_000;
const MAX_PAIRS = 500_000;
const PACE_RATE = 0.001;
const NORMAL_TIMES = 3;

type Generations<T> = [old: [string, T][], young: [string, T][]];

/** Figures of all records of one type, as JSON. */
export interface Everybody {
  n: number;
  /** Usual records of a user in a day. */
  pace: number;
  repeats: number;
  hours: number[];
}

/** A {@linkcode RecordMemory} as JSON. */
export interface RecordMemoryState {
  groups: Generations<PeerGroup>;
  paces: Generations<UserPace>;
  visits: Generations<MerchantVisits>;
  everybody: [string, Everybody][];
}

/** The keys under which a record's groups are kept. */
export interface RecordKeys {
  all: string;
  user: string;
  merchant: string | null;
  category: string | null;
  userCategory: string | null;
  userMerchant: string | null;
}

export function keysOf({ type = "", userId, merchant, category }: RecordInput): RecordKeys {
  // A separator that no name has keeps "a" + "bc" apart from "ab" + "c".
  const user = `${type}\0u\0${userId}`;
  return {
    all: type,
    user,
    merchant: merchant === null ? null : `${type}\0m\0${merchant}`,
    category: category === null ? null : `${type}\0c\0${category}`,
    userCategory: category === null ? null : `${user}\0c\0${category}`,
    userMerchant: merchant === null ? null : `${user}\0m\0${merchant}`,
  };
}

/** What is remembered of users, merchants and categories; bounded. */
export class RecordMemory {
  groups = new BoundedMap<PeerGroup>(MAX_GROUPS);
  paces = new BoundedMap<UserPace>(MAX_USERS);
  visits = new BoundedMap<MerchantVisits>(MAX_PAIRS);
  #everybody = new Map<string, Everybody>();

  everybody(type: string): Everybody {
    return this.#everybody.get(type) ??
      { n: 0, pace: 1, repeats: 0, hours: new Array<number>(24).fill(0) };
  }

  learn(record: RecordInput): void {
    const keys = keysOf(record);
    const log = logAmount(record.amount);
    for (const key of amountKeys(keys)) this.#change(key, (group) => learnAmount(group, log));
    const all = this.everybody(keys.all);
    this.#learnPace(keys.user, record.t, all);
    if (keys.userMerchant !== null) {
      const visits = this.visits.get(keys.userMerchant) ?? newMerchantVisits();
      if (repeatOf(visits, record.amount, record.t) !== null) all.repeats++;
      learnVisit(visits, record.amount, record.t);
      this.visits.set(keys.userMerchant, visits);
    }
    all.n++;
    if (hasHour(record.t)) {
      const hour = hourOf(record.t);
      all.hours[hour] = (all.hours[hour] ?? 0) + 1;
    }
    this.#everybody.set(keys.all, all);
  }

  /** A person called the record normal: its groups learn it uncut, and what was new is known. */
  learnNormal(record: RecordInput): void {
    const keys = keysOf(record);
    const log = logAmount(record.amount);
    for (const key of amountKeys(keys)) {
      if (key !== keys.category && key !== `${keys.all}\0a`) {
        this.#change(key, (group) => learnNormal(group, log));
      }
    }
    if (keys.userMerchant !== null) {
      const visits = this.visits.get(keys.userMerchant) ?? newMerchantVisits();
      visits.n += NORMAL_TIMES;
      visits.repeats += NORMAL_TIMES;
      this.visits.set(keys.userMerchant, visits);
    }
    const pace = this.paces.get(keys.user);
    if (pace === undefined) return;
    pace.month += NORMAL_TIMES;
    if (hasHour(record.t)) {
      const hour = hourOf(record.t);
      pace.hours[hour] = (pace.hours[hour] ?? 0) + NORMAL_TIMES;
    }
  }

  save(): RecordMemoryState {
    return {
      groups: this.groups.save(),
      paces: this.paces.save(),
      visits: this.visits.save(),
      everybody: [...this.#everybody],
    };
  }

  /** Takes over a copy of the state, so that the two go separate ways. */
  static restore(saved: RecordMemoryState): RecordMemory {
    const state = structuredClone(saved);
    const memory = new RecordMemory();
    memory.groups = BoundedMap.restore(MAX_GROUPS, state.groups);
    memory.paces = BoundedMap.restore(MAX_USERS, state.paces);
    memory.visits = BoundedMap.restore(MAX_PAIRS, state.visits);
    memory.#everybody = new Map(state.everybody);
    return memory;
  }

  #change(key: string, learn: (group: PeerGroup) => void): void {
    const group = this.groups.get(key) ?? newPeerGroup();
    learn(group);
    this.groups.set(key, group);
  }

  #learnPace(key: string, t: number, all: Everybody): void {
    const pace = this.paces.get(key) ?? newUserPace(t);
    const [now] = paceAt(pace, t, all.pace);
    all.pace += Math.max(PACE_RATE, 1 / (all.n + 2)) * (now - all.pace);
    learnPace(pace, t);
    this.paces.set(key, pace);
  }
}

/** The groups whose amounts a record belongs to. */
function amountKeys(keys: RecordKeys): string[] {
  return [`${keys.all}\0a`, keys.user, keys.merchant, keys.category, keys.userCategory]
    .filter((key) => key !== null);
}
