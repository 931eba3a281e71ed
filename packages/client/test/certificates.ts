/** Certificates for tests, made by openssl in a folder of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** What `openssl ca` needs, the one command that takes a date from which a certificate is valid. */
const CA_CONFIG = `[ca]
default_ca = d
[d]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = p
[p]
commonName = supplied
`;

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
  /** For localhost and 127.0.0.1, from the year 2090. */
  readonly future: Certificate;
}

/** Makes them. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'rfc6455-client-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const request = (name: string, alternativeNames: string): void => {
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${alternativeNames}`);
    openssl('req', ...CURVE, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
  };
  const signForTheFuture = (name: string, alternativeNames: string): Certificate => {
    request(name, alternativeNames);
    writeFileSync(join(folder, 'ca.cnf'), CA_CONFIG);
    writeFileSync(join(folder, 'index.txt'), '');
    openssl(
      ...['ca', '-batch', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-extfile', `${name}.ext`],
      ...['-startdate', '20900101000000Z', '-enddate', '20910101000000Z', '-in', `${name}.csr`, '-out', `${name}.pem`],
    );
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };
  const sign = (name: string, alternativeNames: string, days: number): Certificate => {
    request(name, alternativeNames);
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
      future: signForTheFuture('future', 'DNS:localhost,IP:127.0.0.1'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
