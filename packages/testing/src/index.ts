/** WebSocket code tested without ports: sockets in memory, a wire that delays and breaks, a peer that follows a script. */
export { composeFrame, type FrameDraft } from './compose-frame.ts';
export {
  composeRequest,
  composeResponse,
  type FieldChanges,
  type RequestDraft,
  type ResponseDraft,
} from './compose-handshake.ts';
export { describeFrame } from './describe-frame.ts';
export type { Direction, DirectionOptions } from './direction.ts';
export {
  binaryFrame,
  closeFrame,
  continuationFrame,
  type FrameChanges,
  pingFrame,
  pongFrame,
  textFrame,
} from './frames.ts';
export type { MemoryStream } from './memory-stream.ts';
export { ScriptedPeer, type ScriptedPeerOptions } from './scripted-peer.ts';
export {
  type EndOptions,
  type SocketAndPeer,
  type SocketPair,
  type SocketPairOptions,
  socketAndPeer,
  socketPair,
} from './socket-pair.ts';
export { type StreamPair, type StreamPairOptions, streamPair } from './stream-pair.ts';
export { type EndpointLimits, type PeerViolation, violationsBy } from './violations.ts';
