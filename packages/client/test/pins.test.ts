import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkPins, isPinned } from '../src/pins.ts';
import { makeCertificates } from './certificates.ts';

const HEX = 'ab'.repeat(32);
const COLONS = Array(32).fill('AB').join(':');
const KEY = 'sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('pins', () => {
  it('are SHA-256 of certificates or public keys', () => {
    expect(checkPins('tls.pins', [HEX, HEX.toUpperCase(), COLONS, KEY])).toBeUndefined();
  });

  it.each([
    ['none', []],
    ['no array', HEX],
    ['a number', [1]],
    ['SHA-1', ['ab'.repeat(20)]],
    ['a digit too many', [`${HEX}a`]],
    ['colons in the wrong places', [`a:${HEX.slice(1)}`]],
    ['a key in base64url', [KEY.replace('+', '_')]],
    ['a key without its padding', [KEY.slice(0, -1)]],
    ['a key of SHA-512', [KEY.replace('256', '512')]],
    ['a line break behind it', [`${HEX}\n`]],
  ])('are not %s', (_title, pins) => {
    expect(() => checkPins('tls.pins', pins as string[])).toThrow(TypeError);
    expect(() => checkPins('tls.pins', pins as string[])).toThrow(/^tls\.pins: expected /);
  });

  it('are compared with the whole certificate, and the whole key', () => {
    const { local, other } = makeCertificates();
    const certificate = new X509Certificate(local.cert);
    expect(isPinned(certificate, [certificate.fingerprint256])).toBe(true);
    expect(isPinned(certificate, [new X509Certificate(other.cert).fingerprint256, KEY])).toBe(false);
  });
});
