/** RFC 6455 §4 and §9.1: the opening handshake as bytes, without I/O. */
export {
  type ExtensionAcceptor,
  type ExtensionOffer,
  type ExtensionParams,
  formatExtensions,
  negotiateExtensions,
  parseExtensions,
} from './extensions.ts';
export { formatRequest, type RequestOptions } from './format-request.ts';
export { formatResponse, type ResponseOptions } from './format-response.ts';
export {
  HANDSHAKE_ERRORS,
  HandshakeError,
  type HandshakeErrorCode,
  type HandshakeErrorEntry,
  type HandshakeErrorOptions,
} from './handshake-error.ts';
export type { HeadLimits } from './head-reader.ts';
export { type HeaderList, headerValues } from './headers.ts';
export { acceptKey, encodeKey } from './key.ts';
export { type HandshakeRequest, readRequest } from './read-request.ts';
export { type HandshakeOffer, type HandshakeResponse, readResponse } from './read-response.ts';
export { formatRefusal, type RefusalOptions, refusalFor } from './refusal.ts';
export { type RequestHead, RequestReader } from './request-reader.ts';
export { isInterim, type ResponseHead, ResponseReader } from './response-reader.ts';
export { formatSubprotocols, parseSubprotocols, selectSubprotocol } from './subprotocols.ts';
