/** The error reference: every code of every package on one page, made from the packages' own tables. */
import { CONNECT_ERRORS } from '@rfc6455/client';
import { VIOLATIONS } from '@rfc6455/frame';
import { HANDSHAKE_ERRORS } from '@rfc6455/handshake';
import { RECONNECT_ERRORS } from '@rfc6455/reconnect';
import { SERVER_ERRORS } from '@rfc6455/server';
import { SOCKET_ERRORS } from '@rfc6455/socket';
import { URI_ERRORS } from '@rfc6455/uri';
import {
  connectAdvice,
  handshakeAdvice,
  protocolAdvice,
  reconnectAdvice,
  serverAdvice,
  socketAdvice,
  uriAdvice,
} from './error-advice.ts';

interface Entry {
  readonly section: string;
  readonly expected?: string;
  readonly meaning?: string;
  readonly closeCode?: number;
  readonly status?: number;
}

/** The errors of one class. */
export interface ErrorTable {
  readonly className: string;
  /** Folders of `packages/` whose tests may provoke the codes. */
  readonly packages: readonly string[];
  readonly about: string;
  readonly entries: Readonly<Record<string, Entry>>;
  readonly advice: Readonly<Record<string, string>>;
}

export const errorTables: readonly ErrorTable[] = [
  {
    className: 'ProtocolError',
    packages: ['frame', 'connection'],
    about: 'The peer broke the protocol on an open connection. The connection has been failed with the close code.',
    entries: VIOLATIONS,
    advice: protocolAdvice,
  },
  {
    className: 'HandshakeError',
    packages: ['handshake'],
    about:
      'An opening handshake does not hold. On a server the status is what the client gets; on a client `status` is what came.',
    entries: HANDSHAKE_ERRORS,
    advice: handshakeAdvice,
  },
  {
    className: 'UriError',
    packages: ['uri'],
    about: 'A text is no WebSocket URI. `position` says where.',
    entries: URI_ERRORS,
    advice: uriAdvice,
  },
  {
    className: 'ConnectError',
    packages: ['client'],
    about: 'The client could not get as far as an answer.',
    entries: CONNECT_ERRORS,
    advice: connectAdvice,
  },
  {
    className: 'ServerError',
    packages: ['server'],
    about: 'Something went wrong on a server outside any socket. It is told to `serverError`.',
    entries: SERVER_ERRORS,
    advice: serverAdvice,
  },
  {
    className: 'SocketError',
    packages: ['socket'],
    about: 'Why a socket ended other than by the closing handshake: the `cause` of its close report.',
    entries: SOCKET_ERRORS,
    advice: socketAdvice,
  },
  {
    className: 'ReconnectError',
    packages: ['reconnect'],
    about: 'What went wrong on this side of a connection that is kept up.',
    entries: RECONNECT_ERRORS,
    advice: reconnectAdvice,
  },
];

/** The page, in Markdown. */
export function formatErrorPage(): string {
  return [
    '---',
    'title: Errors',
    'description: Every error code of the packages, what it means, the section of the RFC behind it, and what to do about it.',
    'order: 3',
    '---',
    '',
    '# Errors',
    '',
    '<!-- Made by `npm run errors` from the tables of the packages. Change those, or ledger/src/error-advice.ts. -->',
    '',
    'Every error has a stable `code` and the `section` of the RFC that rules the case. Compare `code`, not the message and not',
    'the class. Misuse of a function is a `TypeError` or a `RangeError` at the call, whose message names the argument.',
    'How they reach a program is in the guide, in [errors and reports](/guide/errors-and-reports).',
    '',
    ...errorTables.flatMap(({ className, about, entries, advice }) => [
      `## ${className}`,
      '',
      about,
      '',
      `| code | ${'expected' in (Object.values(entries)[0] ?? {}) ? 'expected, and not so' : 'when'} | section | answer | what to do |`,
      '| --- | --- | --- | --- | --- |',
      ...Object.entries(entries).map(([code, entry]) => formatRow(code, entry, advice[code] ?? '')),
      '',
    ]),
  ].join('\n');
}

function formatRow(code: string, { section, expected, meaning, closeCode, status }: Entry, advice: string): string {
  const when = meaning ?? expected ?? '';
  const where = /^\d/.test(section) ? `RFC 6455 §${section}` : section;
  const answer = closeCode !== undefined ? `close ${closeCode}` : status !== undefined ? `HTTP ${status}` : '';
  return `| \`${code}\` | ${[when, where, answer, advice].map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
