// The client's part of both handshakes by hand, on plain TCP. Needs by-hand-server beside it.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import {
  collectFrames,
  decodeClosePayload,
  encodeClosePayload,
  encodeFrame,
  FrameDecoder,
  Opcode,
} from '@rfc6455/frame';
import { encodeKey, formatRequest, ResponseReader, readResponse } from '@rfc6455/handshake';

const port = Number(process.argv[2] ?? 9001);
const key = encodeKey(randomBytes(16));
const reader = new ResponseReader();
let decoder: FrameDecoder | undefined;

const tcp = connect(port, '127.0.0.1');
tcp.write(formatRequest({ host: `127.0.0.1:${port}`, resourceName: '/by-hand', key }));

/** Every frame of a client is masked, with a fresh key (§5.1, §5.3). */
function send(opcode: Opcode, payload: Uint8Array): void {
  tcp.write(encodeFrame({ opcode, payload, maskingKey: randomBytes(4).readUInt32BE() }));
}

const handler = collectFrames(
  ({ opcode, payload }) => {
    if (opcode === Opcode.Close) console.log('client: Close received', decodeClosePayload(payload));
  },
  (error) => tcp.destroy(error),
);

tcp.on('data', (bytes) => {
  if (decoder !== undefined) return decoder.receive(bytes);
  const head = reader.receive(bytes);
  if (head === undefined) return;
  readResponse(head, { key });
  console.log('client: open');
  decoder = new FrameDecoder({ role: 'client', handler });
  decoder.receive(reader.rest);
  send(Opcode.Text, new TextEncoder().encode('Hello'));
  send(Opcode.Close, encodeClosePayload(1000, '再见'));
});
tcp.on('error', (error) => {
  console.error('client:', error.message);
  process.exitCode = 1;
});
tcp.on('close', () => console.log('client: TCP is closed'));
