// The server's part of both handshakes by hand, on plain TCP: what the layers above do for you. Run by-hand-client beside it.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import {
  collectFrames,
  decodeClosePayload,
  encodeClosePayload,
  encodeFrame,
  FrameDecoder,
  Opcode,
} from '@rfc6455/frame';
import {
  formatRefusal,
  formatResponse,
  HandshakeError,
  RequestReader,
  readRequest,
  refusalFor,
} from '@rfc6455/handshake';

const server = createServer((tcp) => {
  const reader = new RequestReader();
  let decoder: FrameDecoder | undefined;

  const handler = collectFrames(
    ({ opcode, payload }) => {
      if (opcode === Opcode.Text) console.log('server: text', new TextDecoder().decode(payload));
      if (opcode !== Opcode.Close) return;
      console.log('server: Close received', decodeClosePayload(payload));
      // The answer repeats the code and the reason (§5.5.1). Then the server ends TCP first (§7.1.1).
      tcp.end(encodeFrame({ opcode: Opcode.Close, payload }));
      server.close();
    },
    // A peer that breaks a rule is told which one by the code (§7.1.7).
    ({ closeCode }) => tcp.end(encodeFrame({ opcode: Opcode.Close, payload: encodeClosePayload(closeCode) })),
  );

  tcp.on('data', (bytes) => {
    if (decoder !== undefined) return decoder.receive(bytes);
    try {
      const head = reader.receive(bytes);
      if (head === undefined) return;
      const { key, resourceName } = readRequest(head);
      console.log('server: opening handshake for', resourceName);
      tcp.write(formatResponse({ key }));
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      return tcp.end(formatRefusal(refusalFor(error)));
    }
    decoder = new FrameDecoder({ role: 'server', handler });
    decoder.receive(reader.rest);
  });
  tcp.on('error', (error) => console.log('server:', error.message));
});

await once(server.listen(Number(process.argv[2] ?? 9001), '127.0.0.1'), 'listening');
console.log('server: on port', (server.address() as AddressInfo).port);
