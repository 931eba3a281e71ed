/** Masking keys for tests. RFC 6455 §5.3 wants them unpredictable, against proxies that no test has between its ends. */

/** Makes a source of unsigned 32-bit integers: the same sequence each time, so that bytes can be compared. */
export function predictableRandom(): () => number {
  let value = 0x37fa213d;
  return () => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    return value;
  };
}
