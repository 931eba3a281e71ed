import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket as TcpSocket } from 'node:net';
import { PassThrough } from 'node:stream';
import {
  binaryFrame,
  closeFrame,
  composeFrame,
  composeRequest,
  composeResponse,
  describeFrame,
  pingFrame,
  ScriptedPeer,
  streamPair,
  textFrame,
} from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** Two peers that are connected. */
function peers(options?: Parameters<typeof streamPair>[0]) {
  const streams = streamPair(options);
  const client = new ScriptedPeer(streams.client, { role: 'client' });
  const server = new ScriptedPeer(streams.server, { role: 'server' });
  return { streams, client, server };
}

describe.each([
  { how: 'at once', chunkSize: 65_536 },
  { how: 'byte by byte', chunkSize: 1 },
])('a peer that receives $how', ({ chunkSize }) => {
  const inChunks = { toClient: { chunkSize }, toServer: { chunkSize } };

  it('gets frames one after the other, in both roles', async () => {
    const { client, server } = peers(inChunks);
    expect(client.send(textFrame('Hel', { fin: false }), pingFrame('p'), { opcode: 0x0, payload: 'lo' })).toBe(true);
    server.send(binaryFrame(hex('00 ff')), closeFrame(1000, 'bye'));
    client.end();
    server.end();
    expect(describeFrame(await server.receive())).toBe('text+ Hel');
    expect((await server.receiveRest()).map(describeFrame)).toEqual(['ping p', 'continuation lo']);
    expect((await client.receiveRest()).map(describeFrame)).toEqual(['binary 00 ff', 'close 1000 bye']);
    expect(server.frames.map(describeFrame)).toEqual(['text+ Hel', 'ping p', 'continuation lo']);
    expect([client.ended, server.ended]).toEqual([true, true]);
    expect(await server.receiveRest()).toEqual([]);
  });

  it('gets the head of a handshake, and then frames', async () => {
    const { client, server } = peers(inChunks);
    client.sendHead(composeRequest({ target: '/chat' }));
    const request = await server.receiveHead();
    expect(request).toBe(composeRequest({ target: '/chat' }));
    server.sendHead(composeResponse(request));
    server.send(textFrame('right behind it'));
    expect(await client.receiveHead()).toBe(composeResponse(request));
    expect(describeFrame(await client.receive())).toBe('text right behind it');
    client.send(textFrame('hi'));
    expect(describeFrame(await server.receive())).toBe('text hi');
    await expect(client.receiveHead()).rejects.toThrow('a head comes before all frames');
  });

  it('gets two heads that come in a row', async () => {
    const { client, server } = peers(inChunks);
    server.sendHead('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n');
    expect(await client.receiveHead()).toBe('HTTP/1.1 103 Early Hints\r\n\r\n');
    expect(await client.receiveHead()).toBe('HTTP/1.1 403 Forbidden\r\n\r\n');
  });

  it('is told of a violation after the frames before it', async () => {
    const { client, server } = peers(inChunks);
    server.send(textFrame('good'), textFrame('bad', { masked: true }));
    expect(describeFrame(await client.receive())).toBe('text good');
    const error = { name: 'ProtocolError', code: 'MASKED_FRAME_FROM_SERVER' };
    await expect(client.receive()).rejects.toMatchObject(error);
    server.end();
    await expect(client.receiveRest()).rejects.toMatchObject(error);
  });

  it('sees what extensions do to frames', async () => {
    const { client, server } = peers(inChunks);
    client.send(textFrame('x', { reservedBits: 4 }));
    expect(await server.receive()).toMatchObject({ reservedBits: 4 });
  });
});

describe('a peer that sends', () => {
  it('masks as a client, each frame with another key, and keeps the bytes as they came', async () => {
    const { client, server, streams } = peers();
    client.send(textFrame('aaaa'), textFrame('aaaa'));
    await streams.quiet();
    const { received } = server;
    expect([received[1], received[11]]).toEqual([0x84, 0x84]);
    expect(received.subarray(2, 6)).not.toEqual(received.subarray(12, 16));
    expect(server.frames.map(describeFrame)).toEqual(['text aaaa', 'text aaaa']);
    expect(server.received).toEqual(received);
  });

  it('does not mask as a server', async () => {
    const { client, server, streams } = peers();
    server.send(textFrame('a'), hex('8a 00'));
    await streams.quiet();
    expect(client.received).toEqual(hex('81 01 61 8a 00'));
  });

  it.each([
    [{ masked: false }, '81 01 61'],
    [{ masked: true, maskingKey: 0 }, '81 81 00 00 00 00 61'],
    [{ lengthBits: 16, maskingKey: 0 }, '81 fe 00 01 00 00 00 00 61'],
  ] as const)('does what the frame says: %j', async (changes, expected) => {
    const { client, server, streams } = peers();
    client.send(textFrame('a', changes));
    await streams.quiet();
    expect(server.received).toEqual(hex(expected));
  });

  it('sends again what it has received, masked as its own role demands', async () => {
    const { client, server } = peers();
    server.send(textFrame('back'));
    client.send(await client.receive());
    expect(await server.receive()).toMatchObject({ maskingKey: expect.any(Number) });
  });

  it('is told when the stream takes nothing any more', async () => {
    const { client } = peers();
    client.end();
    expect(client.send(pingFrame())).toBe(false);
    expect(client.sendHead('late')).toBe(false);
  });
});

describe('a peer whose connection ends', () => {
  it('is told what had come before', async () => {
    const { client, server } = peers();
    server.send(textFrame('a'), closeFrame(1001));
    server.end();
    await client.receive();
    await client.receive();
    await expect(client.receive()).rejects.toThrow('expected a frame, but the stream ended after text a, close 1001');
  });

  it('is told that nothing had come', async () => {
    const { client, server } = peers();
    const head = client.receiveHead();
    server.end();
    await expect(head).rejects.toThrow('expected a head, but the stream ended after ""');
    await expect(client.receive()).rejects.toThrow('the stream ended after nothing');
  });

  it('by a reset: it has the error, and the other one too', async () => {
    const { client, server } = peers();
    client.send(textFrame('a'));
    client.reset();
    expect((await server.receiveRest()).map(describeFrame)).toEqual(['text a']);
    expect(server.error).toMatchObject({ code: 'ECONNRESET' });
    await expect(server.receive()).rejects.toMatchObject({
      message: expect.stringContaining('the stream broke (read ECONNRESET) after text a'),
      cause: { code: 'ECONNRESET' },
    });
    expect([client.ended, client.error]).toEqual([true, undefined]);
  });

  it('had ended before the peer was made', async () => {
    const { client: stream } = streamPair();
    stream.destroy();
    await once(stream, 'close');
    const peer = new ScriptedPeer(stream, { role: 'client' });
    expect(peer.ended).toBe(true);
    expect(await peer.receiveRest()).toEqual([]);
  });

  it('on a stream without a reset, is destroyed', async () => {
    const stream = new PassThrough();
    new ScriptedPeer(stream, { role: 'client' }).reset();
    await once(stream, 'close');
    expect(stream.destroyed).toBe(true);
  });
});

it('a role is needed', () => {
  expect(() => new ScriptedPeer(streamPair().client, { role: 'both' as never })).toThrow(TypeError);
});

describe('over TCP', () => {
  it('two peers shake hands, talk, and reset', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const client = new ScriptedPeer(connect((listener.address() as AddressInfo).port, '127.0.0.1'), { role: 'client' });
    client.sendHead(composeRequest());
    const [stream] = (await once(listener, 'connection')) as [TcpSocket];
    const server = new ScriptedPeer(stream, { role: 'server' });
    server.sendHead(composeResponse(await server.receiveHead()));
    server.send(textFrame('welcome'));
    expect(await client.receiveHead()).toMatch(/^HTTP\/1\.1 101 /);
    expect(describeFrame(await client.receive())).toBe('text welcome');
    client.send(composeFrame({ opcode: 0x1, payload: 'thanks', masked: true }));
    expect(describeFrame(await server.receive())).toBe('text thanks');
    server.reset();
    expect(await client.receiveRest()).toEqual([]);
    expect(client.error).toMatchObject({ code: 'ECONNRESET' });
    listener.close();
  });

  it('a connection that is refused is told to whoever waits', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    await new Promise((resolve) => listener.close(resolve));
    const peer = new ScriptedPeer(connect(port, '127.0.0.1'), { role: 'client' });
    await expect(peer.receiveHead()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});
