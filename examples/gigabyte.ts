// A message of 1 GiB goes to a server and comes back, in constant memory; a size in MiB may be given.
import { createHash } from 'node:crypto';
import { type ClientSocket, connect } from '@rfc6455/client';
import { serve } from '@rfc6455/server';

const MIB = 1_048_576;
const mebibytes = Number(process.argv[2] ?? 1024);
const limits = { maxMessageSize: mebibytes * MIB, maxFragments: 1_000_000 };

/** The most memory that the process has had so far, in MiB. */
const peakMemory = () => Math.round(process.resourceUsage().maxRSS / 1024);

/** What comes back on the one connection that there is. */
let echo: ReturnType<ClientSocket['startMessage']>;
let waiting = 0;

const server = await serve({
  ...limits,
  messageStart(socket, type) {
    echo = socket.startMessage(type);
  },
  async messageChunk(socket, bytes) {
    // Each piece is sent on as it comes. Until there is room for more, nothing more is read.
    waiting += 1;
    socket.pause();
    await echo.write(bytes);
    waiting -= 1;
    if (waiting === 0) socket.resume();
  },
  messageEnd: () => echo.end(),
});

const sent = createHash('sha256');
const received = createHash('sha256');
let length = 0;
const socket = await connect(server.url, {
  ...limits,
  messageStart() {},
  messageChunk(_socket, bytes) {
    received.update(bytes);
    length += bytes.length;
  },
  messageEnd: (socket) => socket.close(1000),
});

const before = peakMemory();
const message = socket.startMessage('binary');
const fragment = new Uint8Array(65_536);
for (let i = 0; i < mebibytes * 16; i++) {
  fragment.fill(i);
  sent.update(fragment);
  // Settles when there is room for more. The fragment has been copied when `write` returns, because a client masks.
  await message.write(fragment);
}
await message.end();
await socket.closed;

console.log(`${length / MIB} MiB came back, the same bytes: ${sent.digest('hex') === received.digest('hex')}`);
console.log(`peak memory: ${peakMemory()} MiB, ${peakMemory() - before} MiB more than before the message`);
await server.drain();
