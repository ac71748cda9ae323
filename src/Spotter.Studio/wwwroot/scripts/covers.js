// What is hidden stays hidden for a moment, as long as in videos: a face that the search misses is covered all the same.

const HOLD = 1500;
const SAME = 0.2;

export class Covers {
  #held = [];

  /** A result with the boxes of a moment ago beside its own, where its own do not stand in their place. */
  hold(result, now) {
    const fresh = result.detections;
    const older = this.#held.filter(({ box, time }) => now - time < HOLD && !fresh.some((found) => overlap(found, box) > SAME));
    this.#held = [...fresh.map((box) => ({ box, time: now })), ...older];
    return { ...result, detections: this.#held.map(({ box }) => box) };
  }
}

/** Intersection over union. */
function overlap(a, b) {
  const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (a.w * a.h + b.w * b.h - width * height);
}
