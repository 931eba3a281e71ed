/** Certificates for tests, made by openssl in a folder of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority, and certificates that it has signed. */
export interface Certificates {
  readonly ca: string;
  /** For localhost and 127.0.0.1. */
  readonly local: Certificate;
  /** For other.test only. */
  readonly other: Certificate;
  /** For localhost, signed by itself. */
  readonly selfSigned: Certificate;
  /** For localhost and 127.0.0.1, until yesterday. */
  readonly expired: Certificate;
}

/** Makes them. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'rfc6455-client-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const sign = (name: string, alternativeNames: string, days: number): Certificate => {
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${alternativeNames}`);
    openssl('req', ...CURVE, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-extfile', `${name}.ext`, '-days', String(days), '-out', `${name}.pem`],
    );
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };
  const signSelf = (name: string, ...more: string[]): Certificate => {
    openssl('req', '-x509', ...CURVE, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`, ...more);
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };
  try {
    const { cert: ca } = signSelf('ca');
    return {
      ca,
      selfSigned: signSelf('self', '-addext', 'subjectAltName=DNS:localhost'),
      local: sign('localhost', 'DNS:localhost,IP:127.0.0.1', 2),
      other: sign('other', 'DNS:other.test', 2),
      expired: sign('expired', 'DNS:localhost,IP:127.0.0.1', -1),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
