/** Our server with the clients of others. */

import { existsSync } from 'node:fs';
import { type Server, serve } from '@rfc6455/server';
import { chromium as chromiumBrowser } from 'playwright';
import { Agent, WebSocket as UndiciWebSocket } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Certificate, makeCertificate } from './certificate.ts';
import { answer, binary, expected, SIZES, text } from './conversation.ts';
import { runPeer } from './peers/process.ts';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
let certificate: Certificate;
beforeAll(() => {
  certificate = makeCertificate();
});
afterAll(() => certificate.remove());

describe.each(['ws', 'wss'] as const)('server over %s', (scheme) => {
  let server: Server;
  let url: string;
  const reports: unknown[] = [];
  beforeAll(async () => {
    server = await serve({
      port: 0,
      host: '127.0.0.1',
      ...(scheme === 'wss' && { tls: { cert: certificate.cert, key: certificate.key } }),
      subprotocols: ['chat'],
      origins: 'any',
      message: answer,
      close: (_socket, { code, reason, wasClean }) => reports.push([code, reason, wasClean]),
    });
    url = `${scheme}://127.0.0.1:${server.port}/`;
  });
  afterAll(() => server.close());

  /** Both connections of the conversation have ended as they ought to, seen from the server. */
  async function expectReports(answeredWith = 4001): Promise<void> {
    await expect.poll(() => reports.length).toBe(2);
    // Some repeat our reason in their answer, some do not.
    expect(reports.splice(0)).toEqual([
      [4000, '再见', true],
      [answeredWith, expect.any(String), true],
    ]);
  }

  it.each(['websockets_client.py', 'aiohttp_client.py'])('holds the whole conversation with %s', async (file) => {
    const args = [url, JSON.stringify(SIZES), ...(scheme === 'wss' ? [certificate.certFile] : [])];
    const seen = await runPeer(file, args);
    // aiohttp has no way to send fragments.
    const { fragmented, ...others } = expected;
    expect(seen).toMatchObject(file.startsWith('aiohttp') ? others : { fragmented, ...others });
    // It answers a Close frame with 1000, whatever the code was.
    await expectReports(file.startsWith('aiohttp') ? 1000 : 4001);
  });

  it('holds the whole conversation with ws', async () => {
    const open = async (subprotocols: string[]) => {
      const socket = new WebSocket(url, subprotocols, { ca: certificate.cert });
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      const next = () =>
        new Promise<string | Buffer>((resolve) => {
          socket.once('message', (data: Buffer, isBinary) => resolve(isBinary ? data : data.toString()));
        });
      const closed = new Promise<[number, string]>((resolve) => {
        socket.once('close', (code, reason) => resolve([code, reason.toString()]));
      });
      return { socket, next, closed };
    };
    const { socket, next, closed } = await open(['x', 'chat']);
    const echoes: boolean[] = [];
    for (const size of SIZES) {
      socket.send(text(size));
      echoes.push((await next()) === text(size));
      socket.send(binary(size));
      echoes.push(Buffer.compare((await next()) as Buffer, binary(size)) === 0);
    }
    for (const fragment of ['frag', '', 'ment']) socket.send(fragment, { fin: false });
    socket.send('ed');
    const fragmented = await next();
    socket.send('fragments 3');
    const receivedFragmented = await next();
    socket.close(4000, '再见');
    const first = await closed;
    const second = await open([]);
    second.socket.send('close 4001 祝好');
    expect({
      echoes,
      subprotocol: socket.protocol,
      fragmented,
      receivedFragmented,
      closed: first,
      closedByServer: await second.closed,
    }).toEqual(expected);
    await expectReports();
  });

  it("holds the whole conversation with undici's WebSocket", async () => {
    const dispatcher = new Agent({ connect: { ca: certificate.cert } });
    const seen = await webConversation(
      (protocols) => new UndiciWebSocket(url, { protocols, dispatcher }) as unknown as globalThis.WebSocket,
      SIZES,
    );
    expect(seen).toEqual({ ...expected, fragmented: undefined });
    await expectReports();
    await dispatcher.close();
  });

  it.runIf(existsSync(chromium))("holds the whole conversation with Chromium's WebSocket", async () => {
    const args = ['--no-sandbox', '--disable-background-networking', '--ignore-certificate-errors'];
    const browser = await chromiumBrowser.launch({ executablePath: chromium, args });
    const page = await browser.newPage();
    const seen = await page.evaluate(
      `(${webConversation})((protocols) => new WebSocket(${JSON.stringify(url)}, protocols), ${JSON.stringify(SIZES)})`,
    );
    await browser.close();
    expect(seen).toEqual({ ...expected, fragmented: undefined });
    await expectReports();
  });
});

/** The conversation by the WHATWG interface. It runs in the browser too, so it refers to nothing outside itself. */
async function webConversation(
  open: (protocols: string[]) => globalThis.WebSocket,
  sizes: readonly number[],
): Promise<unknown> {
  const start = async (protocols: string[]) => {
    const socket = open(protocols);
    socket.binaryType = 'arraybuffer';
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error('the handshake failed'));
    });
    const next = () =>
      new Promise<string | ArrayBuffer>((resolve) => {
        socket.onmessage = (event) => resolve(event.data);
      });
    const closed = new Promise<[number, string]>((resolve) => {
      socket.onclose = (event) => resolve([event.code, event.reason]);
    });
    return { socket, next, closed };
  };
  const { socket, next, closed } = await start(['x', 'chat']);
  const echoes: boolean[] = [];
  for (const size of sizes) {
    const text = 'é'.repeat(size >> 1) + 'a'.repeat(size & 1);
    socket.send(text);
    echoes.push((await next()) === text);
    const data = new Uint8Array(size).map((_, i) => i * 31);
    socket.send(data);
    const echo = new Uint8Array((await next()) as ArrayBuffer);
    echoes.push(echo.length === size && echo.every((byte, i) => byte === data[i]));
  }
  socket.send('fragments 3');
  const receivedFragmented = await next();
  socket.close(4000, '再见');
  const first = await closed;
  const second = await start([]);
  second.socket.send('close 4001 祝好');
  return {
    echoes,
    subprotocol: socket.protocol,
    receivedFragmented,
    closed: first,
    closedByServer: await second.closed,
  };
}
