/** UTF-8 validation. Ours tells which byte is wrong, and takes text in pieces. */
import { isUtf8 } from 'node:buffer';
import { Utf8Validator } from '@rfc6455/frame';
import { payload } from '../lib/load.ts';
import { formatSize } from '../lib/workload.ts';
import { BYTES_A_CALL, type Case, type Cases } from './bench.ts';

type Validate = (bytes: Uint8Array) => boolean;

function validateCase(name: string, bytes: Uint8Array, valid: boolean, validate: Validate): Case {
  if (validate(bytes) !== valid) throw new Error(`${name}: validation is wrong`);
  const times = Math.max(1, Math.round(BYTES_A_CALL / bytes.length));
  return {
    name,
    bytes: times * bytes.length,
    run() {
      for (let i = 0; i < times; i++) validate(bytes);
    },
  };
}

function casesOf(validate: Validate): readonly Case[] {
  const valid = [32, 125, 1024, 65_536].flatMap((size) =>
    (['ascii', 'multi-byte'] as const).map((kind) =>
      validateCase(`${formatSize(size)} ${kind}`, payload(kind, size).bytes, true, validate),
    ),
  );
  const bad = Uint8Array.from(payload('multi-byte', 65_536).bytes);
  bad[bad.length - 1] = 0xff;
  return [...valid, validateCase('64 KiB, last byte wrong', bad, false, validate)];
}

export const cases: Cases = {
  isUtf8: () => casesOf(isUtf8),
  rfc6455() {
    let validator = new Utf8Validator();
    return casesOf((bytes) => {
      if (validator.write(bytes) === -1 && validator.complete) return true;
      validator = new Utf8Validator();
      return false;
    });
  },
};
