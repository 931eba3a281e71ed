/** Certificates and public keys that are known beforehand. RFC 6455 §10.6; RFC 7469 §2.4 for the form of a key's pin. */
import { createHash, type X509Certificate } from 'node:crypto';

/** Throws a TypeError for what is no pin. */
export function checkPins(name: string, pins: readonly string[]): void {
  if (!Array.isArray(pins) || pins.length === 0) {
    throw new TypeError(`${name}: expected an array of one pin at least`);
  }
  for (const pin of pins) {
    if (typeof pin === 'string' && (isKeyPin(pin) || isCertificatePin(pin))) continue;
    throw new TypeError(
      `${name}: expected the SHA-256 of a certificate, 64 hexadecimal digits with or without colons, ` +
        'or of a public key, "sha256/" and 44 characters of base64',
    );
  }
}

/** Whether a certificate, or its public key, is one of those that are pinned. */
export function isPinned(certificate: X509Certificate, pins: readonly string[]): boolean {
  const fingerprint = certificate.fingerprint256.replaceAll(':', '');
  const key = `sha256/${createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')}`;
  return pins.some((pin) => pin === key || pin.replaceAll(':', '').toUpperCase() === fingerprint);
}

function isKeyPin(pin: string): boolean {
  return /^sha256\/[\w+/]{43}=$/.test(pin) && !pin.includes('_');
}

function isCertificatePin(pin: string): boolean {
  return /^(?:[\da-f]{64}|[\da-f]{2}(?::[\da-f]{2}){31})$/i.test(pin);
}
