/** The defaults that the doc comments state, against the constants that the code uses. */
import { describe, expect, it } from 'vitest';
import * as client from '../../packages/client/src/index.ts';
import * as connection from '../../packages/connection/src/index.ts';
import * as frame from '../../packages/frame/src/index.ts';
import * as server from '../../packages/server/src/index.ts';
import * as socket from '../../packages/socket/src/index.ts';
import { readOptions } from '../.vitepress/site/options.ts';

/** The number in a text such as `16 MiB`, `10000` or `30 s`. */
function numberIn(text: string): number {
  const [, digits = '', unit = ''] = /([\d,]+) ?(KiB|MiB|s\b)?/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1_048_576, s: 1000 };
  return Number(digits.replaceAll(',', '')) * (units[unit] ?? 1);
}

/** `DEFAULT_CLOSE_TIMEOUT` is that of `closeTimeout`. */
function optionName(constant: string): string {
  return constant
    .replace('DEFAULT_', '')
    .toLowerCase()
    .replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

describe.each(Object.entries({ client, connection, frame, server, socket }))('%s', (folder, module) => {
  const stated = new Map(
    readOptions(folder).flatMap(({ options }) => options.map(({ name, byDefault }) => [name, byDefault])),
  );
  const constants = Object.entries(module).filter(([name]) => name.startsWith('DEFAULT_'));

  it('has constants', () => {
    expect(constants.length).toBeGreaterThan(0);
  });

  it.each(constants)('%s is what the doc comment of its option says', (name, value) => {
    expect(numberIn(stated.get(optionName(name)) ?? `no option ${optionName(name)}`)).toBe(value);
  });
});
