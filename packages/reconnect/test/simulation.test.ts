import { ReconnectingWebSocket, ReconnectPolicy } from '@rfc6455/reconnect';
import { describe, expect, it } from 'vitest';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeWebSocket } from './fake-web-socket.ts';
import { describeHistogram, histogram } from './histogram.ts';
import { seededRandom } from './random.ts';

const CLIENTS = 1_000;

/** A thousand clients of one server, which can be there or not. Every attempt is recorded with its time. */
class World {
  readonly clock = new FakeClock(0);
  readonly attempts: { readonly at: number; readonly attempt: number; readonly delay: number }[] = [];
  readonly sockets = new Set<FakeWebSocket>();
  readonly clients: ReconnectingWebSocket[];
  isUp = true;

  constructor() {
    const world = this;
    class WebSocket extends FakeWebSocket {
      constructor(url: string | URL) {
        super(url);
        world.sockets.add(this);
        queueMicrotask(() => (world.isUp ? this.open() : this.fail()));
      }
      override end(code?: number): void {
        world.sockets.delete(this);
        super.end(code);
      }
    }
    const policy = new ReconnectPolicy({ random: seededRandom(6455) });
    this.clients = Array.from({ length: CLIENTS }, () => {
      const client = new ReconnectingWebSocket('ws://example.com/', [], { WebSocket, clock: this.clock, policy });
      client.addEventListener('attempt', ({ attempt, delay }) =>
        this.attempts.push({ at: this.clock.now(), attempt, delay }),
      );
      return client;
    });
  }

  /** All clients are connected, and have been for a minute. The attempts so far are forgotten. */
  async start(): Promise<void> {
    await settle();
    await this.clock.advance(60_000);
    this.attempts.length = 0;
  }

  /** Every connection ends at the same moment. Returns the moment. */
  loseAll(code?: number): number {
    for (const socket of [...this.sockets]) socket.end(code);
    return this.clock.now();
  }

  countOpen(): number {
    return this.clients.filter((client) => client.readyState === client.OPEN).length;
  }
}

describe('a server with 1,000 clients restarts', () => {
  it.each([
    { code: 1006, from: 0, to: 5_000, share: 0.035 },
    { code: 1001, from: 0, to: 5_000, share: 0.035 },
    { code: 1012, from: 5_000, to: 30_000, share: 0.012 },
  ])(
    'with $code: they come back spread over $from to $to ms, no 100 ms with more than $share of them [7.2.3-1] [7.2.3-2]',
    async ({ code, from, to, share }) => {
      const world = new World();
      await world.start();
      const lostAt = world.loseAll(code);
      expect(world.countOpen()).toBe(0);
      await world.clock.advance(to);
      const waited = world.attempts.map(({ at }) => at - lostAt);
      const buckets = histogram(waited, 100, to + 100);
      console.log(`code ${code}, attempts in each second:\n${describeHistogram(histogram(waited, 1_000, to), 1_000)}`);
      expect(world.attempts.filter(({ attempt }) => attempt !== 1)).toEqual([]);
      expect([world.countOpen(), waited.length]).toEqual([CLIENTS, CLIENTS]);
      expect(Math.min(...waited)).toBeGreaterThanOrEqual(from);
      expect(Math.max(...waited)).toBeLessThanOrEqual(to);
      expect(Math.max(...buckets)).toBeLessThanOrEqual(share * CLIENTS);
    },
  );
});

describe('a server with 1,000 clients stays away', () => {
  it('the delays double up to the cap, and the rate of attempts falls [7.2.3-4]', async () => {
    const world = new World();
    await world.start();
    world.isUp = false;
    const lostAt = world.loseAll();
    await world.clock.advance(300_000);

    const meanDelays = [1, 2, 3, 4, 5, 6].map((n) => {
      const delays = world.attempts.filter(({ attempt }) => attempt === n).map(({ delay }) => delay);
      return delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    });
    const perSecond = histogram(
      world.attempts.map(({ at }) => at - lostAt),
      10_000,
      300_000,
    ).map((count) => count / 10);
    console.log(`mean delay of attempts 1 to 6: ${meanDelays.map((delay) => `${Math.round(delay)} ms`).join(', ')}`);
    console.log(`attempts per second, in each 10 seconds:\n${describeHistogram(perSecond, 10_000)}`);

    [2_500, 5_000, 10_000, 15_000, 15_000, 15_000].forEach((expected, i) => {
      expect(Math.abs(meanDelays[i]! - expected) / expected).toBeLessThan(0.06);
    });
    const settled = perSecond.slice(10);
    expect(perSecond[0]).toBeGreaterThan(150);
    expect(perSecond[1]).toBeLessThan(perSecond[0]! / 1.7);
    expect(perSecond[3]).toBeLessThan(perSecond[1]!);
    // 1,000 clients that wait 15 seconds each on average
    expect(Math.max(...settled)).toBeLessThan(80);
    expect(Math.min(...settled)).toBeGreaterThan(55);

    world.isUp = true;
    await world.clock.advance(30_000);
    expect(world.countOpen()).toBe(CLIENTS);
  });

  it('they leave it alone for the time that it asks for, and are spread after it', async () => {
    const policy = new ReconnectPolicy({ random: seededRandom(1) });
    const waits = Array.from({ length: CLIENTS }, () => {
      const loss = { code: 1006, reason: '', wasClean: false, attempts: 2, openFor: 0, retryAfter: 120_000 };
      const decision = policy.decide(loss);
      return decision.reconnect ? decision.delay : -1;
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(120_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(140_000);
    expect(Math.max(...histogram(waits, 100, 140_100))).toBeLessThanOrEqual(0.015 * CLIENTS);
  });
});
