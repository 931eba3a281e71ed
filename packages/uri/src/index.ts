export { type Authority, hostHeader } from './authority.ts';
export { URI_ERRORS, UriError, type UriErrorCode } from './errors.ts';
export { formatUri, parseUri, type UriParts, type WebSocketUri } from './uri.ts';
export { fromWebUrl } from './web-url.ts';
