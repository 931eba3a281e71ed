/** RFC 6455 §7.4 and §11.7: the close codes, who may send them, and whether it is worth coming back. */
export { CloseCode, type CloseCodeName, type Role } from './close-code.ts';
export { type CloseCodeDescription, describeCloseCode, shouldReconnect } from './close-code-description.ts';
export { mayReceiveCloseCode, maySendCloseCode } from './close-code-permission.ts';
export { type CloseCodeRange, closeCodeRange } from './close-code-range.ts';
export {
  type CloseCodeEntry,
  type CloseCodeRetry,
  type CloseCodeSenders,
  closeCodes,
} from './close-code-registry.ts';
