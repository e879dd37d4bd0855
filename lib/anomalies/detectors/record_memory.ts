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
  type: string;
  everybody: string;
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
    type,
    everybody: `${type}\0a`,
    user,
    merchant: merchant === null ? null : `${type}\0m\0${merchant}`,
    category: category === null ? null : `${type}\0c\0${category}`,
    userCategory: category === null ? null : `${user}\0c\0${category}`,
    userMerchant: merchant === null ? null : `${user}\0m\0${merchant}`,
  };
}

/** What is remembered of the groups that a record belongs to; found once for judging and learning. */
export interface Recalled {
  keys: RecordKeys;
  all: PeerGroup | undefined;
  user: PeerGroup | undefined;
  merchant: PeerGroup | undefined;
  category: PeerGroup | undefined;
  userCategory: PeerGroup | undefined;
  pace: UserPace | undefined;
  visits: MerchantVisits | undefined;
  everybody: Everybody;
}

/** What is remembered of users, merchants and categories; bounded. */
export class RecordMemory {
  groups = new BoundedMap<PeerGroup>(MAX_GROUPS);
  paces = new BoundedMap<UserPace>(MAX_USERS);
  visits = new BoundedMap<MerchantVisits>(MAX_PAIRS);
  #everybody = new Map<string, Everybody>();

  /** Records learned. */
  get size(): number {
    let size = 0;
    for (const { n } of this.#everybody.values()) size += n;
    return size;
  }

  recall(record: RecordInput): Recalled {
    const keys = keysOf(record);
    const { groups, paces, visits } = this;
    const of = (key: string | null) => key === null ? undefined : groups.get(key);
    return {
      keys,
      all: groups.get(keys.everybody),
      user: groups.get(keys.user),
      merchant: of(keys.merchant),
      category: of(keys.category),
      userCategory: of(keys.userCategory),
      pace: paces.get(keys.user),
      visits: keys.userMerchant === null ? undefined : visits.get(keys.userMerchant),
      everybody: this.#everybody.get(keys.type) ??
        { n: 0, pace: 1, repeats: 0, hours: new Array<number>(24).fill(0) },
    };
  }

  /** Learns the record, of which was recalled what is known before it. */
  learn(record: RecordInput, known: Recalled): void {
    const { keys, everybody: all } = known;
    const log = logAmount(record.amount);
    this.#learnAmount(keys.everybody, known.all, log);
    this.#learnAmount(keys.user, known.user, log);
    this.#learnAmount(keys.merchant, known.merchant, log);
    this.#learnAmount(keys.category, known.category, log);
    this.#learnAmount(keys.userCategory, known.userCategory, log);
    this.#learnPace(known, record.t);
    if (keys.userMerchant !== null) {
      const visits = known.visits ?? newMerchantVisits();
      if (repeatOf(visits, record.amount, record.t) !== null) all.repeats++;
      learnVisit(visits, record.amount, record.t);
      this.visits.set(keys.userMerchant, visits);
    }
    all.n++;
    if (hasHour(record.t)) {
      const hour = hourOf(record.t);
      all.hours[hour] = (all.hours[hour] ?? 0) + 1;
    }
    this.#everybody.set(keys.type, all);
  }

  /** A person called the record normal: its groups learn it uncut, and what was new is known. */
  learnNormal(record: RecordInput): void {
    const keys = keysOf(record);
    const log = logAmount(record.amount);
    for (const key of [keys.user, keys.merchant, keys.userCategory]) {
      if (key === null) continue;
      const group = this.groups.get(key) ?? newPeerGroup();
      learnNormal(group, log);
      this.groups.set(key, group);
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

  #learnAmount(key: string | null, known: PeerGroup | undefined, log: number): void {
    if (key === null) return;
    const group = known ?? newPeerGroup();
    learnAmount(group, log);
    this.groups.set(key, group);
  }

  #learnPace({ keys, pace: known, everybody: all }: Recalled, t: number): void {
    const pace = known ?? newUserPace(t);
    const [now] = paceAt(pace, t, all.pace);
    all.pace += Math.max(PACE_RATE, 1 / (all.n + 2)) * (now - all.pace);
    learnPace(pace, t);
    this.paces.set(keys.user, pace);
  }
}
