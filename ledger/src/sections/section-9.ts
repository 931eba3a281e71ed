/** The requirements of RFC 6455 section 9: extensions. */
import { decided, enforced, type Requirement } from '../requirement.ts';

export const section9: readonly Requirement[] = [
  enforced('9-1', 'MAY', 'both', 'A client may ask for extensions, a server may accept some or all of them.'),
  enforced('9-2', 'MUST NOT', 'server', 'A server does not answer with an extension that was not asked for.'),
  decided(
    '9-3',
    'MUST',
    'both',
    "Parameters are chosen as the extension's specification says.",
    'out of scope',
    'It binds each extension: an acceptor gets the offered parameters and answers with its own.',
  ),
  enforced(
    '9.1-1',
    'MUST',
    'both',
    'A value that does not follow the grammar of the field fails the connection at once.',
  ),
  enforced(
    '9.1-2',
    'MUST',
    'both',
    'The grammar of Sec-WebSocket-Extensions, in which an unquoted parameter is a token.',
  ),
  enforced('9.1-3', 'MAY', 'both', 'The field may be spread over several lines.'),
  decided(
    '9.1-4',
    'MUST',
    'both',
    'Extension names are registered.',
    'left to the user',
    'Any token is accepted as a name: private extensions exist. The names in use are chosen by whoever passes the extensions.',
  ),
  decided(
    '9.1-5',
    'MUST',
    'both',
    'Parameters are defined by their extension.',
    'out of scope',
    'It binds each extension: an acceptor declines an offer with a parameter that it does not know.',
  ),
  enforced('9.1-6', 'MUST NOT', 'client', 'An offered extension is used only if the server agrees.'),
  decided(
    '9.1-7',
    'MAY',
    'extension',
    'Interactions between extensions may be defined by their documents.',
    'out of scope',
    'It binds specifications. Two extensions that claim the same reserved bit are refused.',
  ),
  decided(
    '9.2-1',
    'MAY',
    'both',
    'Extensions that are specified elsewhere may be used.',
    'used',
    'A connection takes any extension that implements the Extension interface.',
  ),
];
