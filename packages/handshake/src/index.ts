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
export { HandshakeError, type HandshakeErrorCode, type HandshakeErrorOptions } from './handshake-error.ts';
export type { HeadLimits } from './head-reader.ts';
export { type HeaderList, headerValues } from './headers.ts';
export { acceptKey, encodeKey } from './key.ts';
export { type HandshakeRequest, readRequest } from './read-request.ts';
export { type HandshakeOffer, type HandshakeResponse, readResponse } from './read-response.ts';
export { formatRefusal, type RefusalOptions, refusalFor } from './refusal.ts';
export { type RequestHead, RequestReader } from './request-reader.ts';
export { isInterim, type ResponseHead, ResponseReader } from './response-reader.ts';
export { formatSubprotocols, parseSubprotocols, selectSubprotocol } from './subprotocols.ts';
