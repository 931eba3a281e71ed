/** What to do about each error code: the one column of the error reference that no package's table has. */
import type { ConnectErrorCode } from '@rfc6455/client';
import type { ProtocolErrorCode } from '@rfc6455/frame';
import type { HandshakeErrorCode } from '@rfc6455/handshake';
import type { ReconnectErrorCode } from '@rfc6455/reconnect';
import type { ServerErrorCode } from '@rfc6455/server';
import type { SocketErrorCode } from '@rfc6455/socket';
import type { UriErrorCode } from '@rfc6455/uri';

const PEER = 'The peer is at fault: report it to whoever runs it, with the message, which names the byte.';

export const protocolAdvice: Readonly<Record<ProtocolErrorCode, string>> = {
  RESERVED_BITS_SET:
    'Check that both ends agree on the extensions in use. A proxy that changes frames also shows like this.',
  RESERVED_OPCODE: PEER,
  FRAGMENTED_CONTROL_FRAME: PEER,
  CONTROL_FRAME_TOO_LONG: PEER,
  CONTINUATION_WITHOUT_START: PEER,
  MESSAGE_INSIDE_MESSAGE:
    'The peer sends two messages at once: it must end a fragmented message before it begins another.',
  UNMASKED_FRAME_FROM_CLIENT: 'The client does not mask. Clients written by hand often forget to.',
  MASKED_FRAME_FROM_SERVER: 'The server masks its frames, or something echoes the client’s own bytes.',
  LENGTH_NOT_MINIMAL: PEER,
  LENGTH_MOST_SIGNIFICANT_BIT: PEER,
  CLOSE_PAYLOAD_TOO_SHORT: PEER,
  CLOSE_CODE_NOT_ALLOWED:
    'The peer closes with a code that may not be sent, often 1005 or 1006 passed on from a close event.',
  INVALID_UTF8: 'The peer sends bytes as text. It should send them as a binary message.',
  FRAME_TOO_LARGE: 'Raise `maxFrameSize` if frames of this size are expected, or have the peer send fragments.',
  MESSAGE_TOO_LARGE: 'Raise `maxMessageSize` if messages of this size are expected, or receive them in pieces.',
  TOO_MANY_FRAGMENTS: 'Raise `maxFragments` if the peer has a reason to send fragments this small.',
  EXTENSION_DATA_INVALID: 'The extension could not decode the message: see `cause`.',
};

const CLIENT_HEAD = 'The client or a proxy sends a malformed request. It was refused; nothing needs to be done here.';
const NOT_WEBSOCKET = 'The client does not ask for a WebSocket connection as RFC 6455 says. It was refused.';
const SERVER_ANSWER = 'Check that the URI leads to a WebSocket server. Some proxies answer in its place.';

export const handshakeAdvice: Readonly<Record<HandshakeErrorCode, string>> = {
  MALFORMED_START_LINE:
    'Check that the other end speaks HTTP at this port, and that `ws:` and `wss:` are not mixed up.',
  INVALID_LINE_END: CLIENT_HEAD,
  FOLDED_HEADER: CLIENT_HEAD,
  INVALID_HEADER_NAME: CLIENT_HEAD,
  CONTROL_CHARACTER: CLIENT_HEAD,
  REQUEST_LINE_TOO_LONG: 'Raise `maxHeaderBytes` if URIs of this length are expected.',
  HEAD_TOO_LARGE: 'Raise `maxHeaderBytes` if heads of this size are expected; large cookies are the usual cause.',
  TOO_MANY_HEADERS: 'Raise `maxHeaders` if that many are expected.',
  UNSUPPORTED_HTTP_VERSION: 'A proxy in between speaks HTTP/1.0: have it use HTTP/1.1 to this server.',
  DUPLICATE_HEADER: 'Something sends the header twice, often a proxy that adds what is already there.',
  INVALID_SUBPROTOCOLS: 'Subprotocols are tokens, separated by commas, each once.',
  INVALID_EXTENSIONS: 'The other end sends a malformed Sec-WebSocket-Extensions header.',
  METHOD_NOT_GET: NOT_WEBSOCKET,
  INVALID_HOST: 'The client sends no Host, or one that names no authority.',
  INVALID_TARGET: 'The request target must be a path, or an http URI of the same host, without a fragment.',
  REQUEST_WITH_BODY: 'An opening handshake has no body: the client or a proxy adds one.',
  NOT_AN_UPGRADE: 'A plain HTTP request, or a proxy dropped Upgrade and Connection: have it pass them on.',
  UNSUPPORTED_VERSION: 'The client speaks a draft of the protocol: it must send Sec-WebSocket-Version: 13.',
  INVALID_KEY: NOT_WEBSOCKET,
  INVALID_ORIGIN: NOT_WEBSOCKET,
  UNEXPECTED_STATUS:
    'Look at `status`, the headers and the body: the server says why. 401 and 403 want credentials or another origin, 404 another path, 3xx another URI (`Location`), 503 patience (`Retry-After`).',
  INVALID_UPGRADE: SERVER_ANSWER,
  INVALID_CONNECTION: SERVER_ANSWER,
  INVALID_ACCEPT: 'The answer was not made for this request: a cache or a proxy answered, or the server is faulty.',
  UNOFFERED_SUBPROTOCOL: 'The server insists on a subprotocol: offer it with `subprotocols`.',
  UNOFFERED_EXTENSION: 'The server uses an extension that was not offered: it is faulty.',
  DUPLICATE_EXTENSION: 'The server names one extension twice: it is faulty.',
};

export const uriAdvice: Readonly<Record<UriErrorCode, string>> = {
  INVALID_SCHEME: 'Begin with `ws://` or `wss://`. `fromWebUrl` takes `http:` and `https:` too.',
  USERINFO_NOT_ALLOWED: 'Take user name and password out of the URI, and send an Authorization header.',
  EMPTY_HOST: 'Name the host.',
  INVALID_HOST: 'Check the character at `position`; write others than letters, digits, "-", "." and "_" as %XX.',
  INVALID_IP_LITERAL: 'Check the address in brackets: IPv6 without a zone.',
  INVALID_PORT: 'The port is decimal digits behind a colon.',
  PORT_OUT_OF_RANGE: 'Ports go from 1 to 65535.',
  INVALID_PATH: 'Percent-encode the character at `position`.',
  INVALID_QUERY: 'Percent-encode the character at `position`.',
  INVALID_PERCENT_ENCODING: 'Write a percent sign that stands for itself as %25.',
  NON_ASCII_CHARACTER: 'Use `fromWebUrl`, which converts names and encodes the rest.',
  FRAGMENT_NOT_ALLOWED: 'Leave the fragment out; a "#" that is meant is written %23.',
  INVALID_URL: 'Pass an absolute URL.',
};

export const connectAdvice: Readonly<Record<ConnectErrorCode, string>> = {
  LOOKUP_FAILED: 'Check the host name and the name servers; `cause` has the resolver’s error.',
  TCP_FAILED: 'Check that the server runs, and host and port; `cause` has the system’s error, such as ECONNREFUSED.',
  TOO_MANY_WAITING:
    'More attempts than `maxWaiting` wait for this address and port already: open fewer at a time, or raise it.',
  PROXY_FAILED: 'Check that the proxy runs, its host, port and scheme; `cause` says what went wrong on the way to it.',
  PROXY_REFUSED:
    'Look at `refusal`, the answer of the proxy: 407 wants user name and password in the URI of the proxy, 403 is its policy, 502 and 504 say that it could not reach the server.',
  TLS_FAILED:
    'See `cause`: the two ends have no version or cipher in common, or the server wants a certificate of the client (`tls.cert`, `tls.key`).',
  PLAIN_TEXT_SERVER: 'Use `ws:`, or the port at which the server speaks TLS.',
  CERTIFICATE_EXPIRED: 'The server needs a new certificate. Check the clock of this machine too.',
  CERTIFICATE_NOT_YET_VALID: 'Check the clocks of this machine and of the server.',
  CERTIFICATE_WRONG_HOST:
    'The message has the names that the certificate is for: connect to one of them, or give `tls.servername`.',
  CERTIFICATE_SELF_SIGNED: 'Trust it with `tls.ca`, or pin it with `tls.pins` and `rejectUnauthorized: false`.',
  CERTIFICATE_UNKNOWN_ISSUER:
    '`tls.ca` makes another issuer trusted. Some servers forget to send the certificates between theirs and the root.',
  CERTIFICATE_NOT_PINNED:
    'The server has a new certificate or key, or somebody stands in between. The message has its fingerprint.',
  TLS_SERVER: 'Use `wss:`.',
  TIMEOUT: 'The server does not answer: try later, or raise `handshakeTimeout`. `phase` says how far it came.',
  INCOMPLETE_RESPONSE: 'The server hung up in the middle of its answer: look at its log.',
  TOO_MANY_INTERIM_RESPONSES: 'The server never comes to its final answer: it is faulty.',
  REDIRECT_INVALID: 'The server redirects to what is no WebSocket: see `refusal.location`.',
  REDIRECT_INSECURE:
    'Credentials and messages would go on unencrypted. Connect to `refusal.location` if that is meant.',
  TOO_MANY_REDIRECTS: 'The redirects go in a circle, or there are more than `maxRedirects`.',
};

export const serverAdvice: Readonly<Record<ServerErrorCode, string>> = {
  HOOK_FAILED: 'Mend the function that threw: `cause` has its error. The client got 500 and no detail.',
  LISTENER_FAILED: '`cause` has the system’s error: too many open files (EMFILE), for instance.',
};

export const socketAdvice: Readonly<Record<SocketErrorCode, string>> = {
  TRANSPORT_ENDED:
    'The peer, or something in between, hung up: a crash, a deploy without draining, or a proxy’s idle timeout. Connect again.',
  TRANSPORT_FAILED: '`cause` has the system’s error, such as ECONNRESET. Connect again.',
  TERMINATED: 'This program called `terminate()`. `close()` would have told the peer.',
  CLOSE_TIMEOUT: 'The peer did not answer the Close frame: it is stuck or gone. `closeTimeout` says how long to wait.',
  HEARTBEAT_TIMEOUT: 'The network between is gone, or the peer is stuck. Connect again.',
  SEND_BUFFER_FULL: 'Await what `send` returns before sending more. `maxBufferedAmount` is the limit.',
  HANDLER_FAILED: 'Mend the handler: `cause` has its error. The peer got 1011 and no detail.',
  CONNECTION_LOST: 'Iteration ended without a clean close: `cause` says why.',
};

export const reconnectAdvice: Readonly<Record<ReconnectErrorCode, string>> = {
  CONNECTION_FAILED: 'Nothing: it will be tried again, unless the policy ends it. Browsers tell no more than this.',
  CONNECT_TIMEOUT: 'Nothing: it will be tried again. `connectTimeout` says how long an attempt may take.',
  CLOSE_TIMEOUT: 'Nothing: the connection was given up.',
  PROVIDER_FAILED:
    'Look at `cause`: the function that gives the URL or the subprotocols failed. It will be called again.',
  NOT_CONSTRUCTED: 'The URL or the subprotocols are not valid: see `cause`.',
  POLICY_FAILED: 'Mend the policy: `cause` has its error.',
  QUEUE_FULL: 'Send less while away, raise the limits of `queue`, or let it drop the oldest.',
};
