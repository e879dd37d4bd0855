/** How well scores rank what is labelled above the rest. */
export interface Ranking {
  auc: number;
  averagePrecision: number;
  /** Part of the top thousandth that is labelled. */
  topPrecision: number;
}

/** Measures scores against labels. */
export function rankingOf(scores: readonly number[], labels: readonly boolean[]): Ranking {
  const order = scores.map((_, index) => index)
    .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const positives = labels.filter(Boolean).length;
  const negatives = labels.length - positives;
  let found = 0;
  let precision = 0;
  let inversions = 0;
  order.forEach((index, rank) => {
    if (labels[index]) {
      found++;
      precision += found / (rank + 1);
    } else inversions += positives - found;
  });
  const top = order.slice(0, Math.max(1, Math.round(order.length / 1000)));
  return {
    auc: 1 - inversions / (positives * negatives),
    averagePrecision: precision / positives,
    topPrecision: top.filter((index) => labels[index]).length / top.length,
  };
}
