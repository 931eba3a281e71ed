/** Random numbers that are the same in every run: a multiplicative generator modulo the prime 2^31 − 1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
