/** Our client with the servers of others. */
import { connect } from '@rfc6455/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, makeCertificate } from './certificate.ts';
import { binary, expected, SIZES, text } from './conversation.ts';
import { type PeerServer, startPeer } from './peers/process.ts';

let certificate: Certificate;
beforeAll(() => {
  certificate = makeCertificate();
});
afterAll(() => certificate.remove());

describe.each(['ws_server.mjs', 'websockets_server.py', 'aiohttp_server.py'])('client with %s', (file) => {
  describe.each(['ws', 'wss'] as const)('over %s', (scheme) => {
    let peer: PeerServer;
    beforeAll(async () => {
      peer = await startPeer(file, scheme === 'wss' ? [certificate.certFile, certificate.keyFile] : []);
    });
    afterAll(() => peer.stop());

    it('holds the whole conversation', async () => {
      const uri = `${scheme}://127.0.0.1:${peer.port}/`;
      const tls = { ca: certificate.cert };
      const socket = await connect(uri, { subprotocols: ['x', 'chat'], tls });
      const messages = socket[Symbol.asyncIterator]();
      const next = async () => (await messages.next()).value;
      const echoes: boolean[] = [];
      for (const size of SIZES) {
        socket.send(text(size));
        echoes.push((await next()) === text(size));
        socket.send(binary(size));
        echoes.push(Buffer.compare((await next()) as Uint8Array, binary(size)) === 0);
      }
      const message = socket.startMessage('text');
      for (const fragment of ['frag', '', 'ment']) message.write(fragment);
      message.end('ed');
      const fragmented = await next();
      socket.send('fragments 3');
      const receivedFragmented = await next();
      const report = await socket.close(4000, '再见');
      const second = await connect(uri, { tls });
      second.send('close 4001 祝好');
      const secondReport = await second.closed;
      expect({
        echoes,
        subprotocol: socket.subprotocol,
        fragmented,
        receivedFragmented,
        closed: [report.code, ''],
        closedByServer: [secondReport.code, secondReport.reason],
        // aiohttp answers a Close frame with 1000, whatever the code was.
      }).toEqual(file.startsWith('aiohttp') ? { ...expected, closed: [1000, ''] } : expected);
      expect([report.wasClean, secondReport.wasClean]).toEqual([true, true]);
      expect(secondReport.initiator).toBe('remote');
    });
  });
});
