/** The clients of the soak: each connects, sends random traffic, checks the echo, ends in one of many ways, and connects again. */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket as Stream } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientSocket, connect } from '@rfc6455/client';
import { below, breakStream, obey, oneOf, StreamPool } from './worker.ts';

/** What the clients are to do. */
export interface Task {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
}

/** What they have done. */
export interface ClientCounts {
  opened: number;
  closed: number;
  mostOpen: number;
  messages: number;
  echoes: number;
  bytes: number;
  /** Echoes that were not what had been sent. */
  wrong: number;
  /** Sockets that had not closed a long time after they should have. */
  stuck: number;
  /** Attempts that failed, by the code of the error. */
  failed: Record<string, number>;
}

const LONGEST_LIFE = 30;
const LONGEST_WAIT = 1000;
/** Longer than any timer of the sockets takes. */
const STUCK_AFTER = 15_000;
const text = 'Grüße, 世界 \u{1F600} '.repeat(8000);
const binary = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 3);
/** To one address there is one attempt at a time: several let several be made at once. */
const hosts = process.platform === 'linux' ? Array.from({ length: 16 }, (_, i) => `127.0.0.${i + 1}`) : ['127.0.0.1'];

const streams = new StreamPool();
subscribe('net.client.socket', (message) => streams.add((message as { socket: Stream }).socket));

let counts: ClientCounts;

/** Mostly a few bytes, seldom up to 64 KiB. */
const size = (): number => Math.floor(2 ** (Math.random() ** 2 * 16));

const message = (): string | Uint8Array => {
  const length = size();
  const start = below(1000);
  return Math.random() < 0.5 ? text.slice(start, start + length) : binary.subarray(start, start + length);
};

const same = (a: string | Uint8Array | undefined, b: string | Uint8Array): boolean =>
  a === b || (a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0);

/** Sends something, and says what is to come back. */
function act(socket: ClientSocket, expected: (string | Uint8Array)[]): void {
  if (Math.random() < 0.2) {
    socket.ping(binary.subarray(0, below(126)));
    return;
  }
  const whole = message();
  // A surrogate that stands alone would not come back as itself.
  const data = typeof whole === 'string' ? whole.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '') : whole;
  expected.push(data);
  counts.messages++;
  counts.bytes += data.length;
  if (Math.random() < 0.7) {
    void socket.send(data);
    return;
  }
  const cut = below(data.length + 1);
  const outgoing = socket.startMessage(typeof data === 'string' ? 'text' : 'binary');
  void outgoing.write(data.slice(0, cut));
  if (Math.random() < 0.5) socket.ping('between');
  void outgoing.end(data.slice(cut));
}

const endings: readonly ((socket: ClientSocket) => unknown)[] = [
  (socket) => socket.close(1000, 'done'),
  (socket) => socket.close(),
  (socket) => socket.terminate(),
  (socket) => {
    // Another one is broken: this one ends as it should.
    breakStream(streams.draw());
    return socket.close(1000);
  },
  async (socket) => {
    socket.pause();
    await sleep(below(3000));
    socket.terminate();
  },
  async (socket) => {
    socket.pause();
    await sleep(below(1000));
    socket.resume();
    socket.close(1000);
  },
];

async function live(port: number, end: number): Promise<void> {
  const expected: (string | Uint8Array)[] = [];
  const socket = await connect(`ws://${oneOf(hosts)}:${port}/`, {
    closeTimeout: 2000,
    heartbeat: { interval: 2000, timeout: 2000 },
    maxBufferedAmount: 4_000_000,
    open: () => {
      counts.opened++;
      counts.mostOpen = Math.max(counts.mostOpen, counts.opened - counts.closed);
    },
    message: (_, data) => {
      counts.echoes++;
      if (!same(expected.shift(), data)) counts.wrong++;
    },
    close: () => void counts.closed++,
  });
  for (let left = below(LONGEST_LIFE); left >= 0 && socket.state === 'open' && performance.now() < end; left--) {
    act(socket, expected);
    await sleep(below(LONGEST_WAIT));
  }
  await oneOf(endings)(socket);
  const timer = new AbortController();
  const stuck = sleep(STUCK_AFTER, true, { signal: timer.signal }).catch(() => false);
  if ((await Promise.race([socket.closed.then(() => false), stuck])) === true) {
    counts.stuck++;
    socket.terminate();
  }
  timer.abort();
}

async function client(port: number, end: number): Promise<void> {
  while (performance.now() < end) {
    try {
      await live(port, end);
    } catch (error) {
      const { code = String(error) } = error as { code?: string };
      counts.failed[code] = (counts.failed[code] ?? 0) + 1;
    }
  }
}

obey({
  /** Runs the clients until the time is over and all of their sockets are closed. */
  async run({ port, connections, milliseconds }: Task): Promise<ClientCounts> {
    counts = { opened: 0, closed: 0, mostOpen: 0, messages: 0, echoes: 0, bytes: 0, wrong: 0, stuck: 0, failed: {} };
    const end = performance.now() + milliseconds;
    await Promise.all(Array.from({ length: connections }, () => client(port, end)));
    return counts;
  },
});
