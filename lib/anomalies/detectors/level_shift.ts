const SHIFT_Z = 4;
/** More buckets than this on one side are a new level, not an anomaly. */
const SHIFT_BUCKETS = 36;

/** Counts how long a series has been off on one side: long enough, and it has a new level. */
export class LevelShift {
  /** Buckets on one side, negative for too few events. */
  streak = 0;

  /** Sees the score of the newest bucket; says whether the level is to be learned anew. */
  see(z: number): boolean {
    if (z > SHIFT_Z) this.streak = Math.max(0, this.streak) + 1;
    else if (z < -SHIFT_Z) this.streak = Math.min(0, this.streak) - 1;
    else this.streak = 0;
    return Math.abs(this.streak) > SHIFT_BUCKETS;
  }
}
