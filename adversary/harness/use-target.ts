/** A target for the tests of a file, and the checks that every attack ends with. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Role } from '@rfc6455/connection';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { ServeSetup } from '../target/main.ts';
import { type Endpoint, type EndpointSetup, makeEndpoint, makeServer } from './endpoint.ts';
import type { Peer } from './peer.ts';
import { TargetProcess } from './target-process.ts';

export const KiB = 1024;
export const MiB = 1024 * KiB;

/** What an attack may cost. */
export interface Cost {
  /** How many bytes the process may grow. */
  readonly growth: number;
  /** How many milliseconds the event loop may take for one turn; by default 100, what one peer may keep others waiting. */
  readonly block?: number;
}

const reports = fileURLToPath(new URL('../../reports/adversary/', import.meta.url));

/** What tests have of a target. */
export interface Target {
  readonly process: TargetProcess;
  /** An endpoint of the target, until the test is over. */
  endpoint(role: Role, setup?: EndpointSetup): Promise<Endpoint>;
  /** A server of the target, until the test is over. */
  server(setup?: ServeSetup): Promise<Endpoint>;
}

/**
 * Starts a target for the tests of this file. After each test it must be alive, and nothing unhandled in it.
 *
 * @param each whether each test has its own: for those that measure much memory
 */
export function useTarget({ each = false } = {}): Target {
  let target: TargetProcess;
  const endpoints: Endpoint[] = [];
  const start = () => {
    target = new TargetProcess();
  };
  const stop = () => target.stop();
  // What is registered last runs first: the checks come before the end.
  if (each) {
    beforeEach(start);
    afterEach(stop);
  } else {
    beforeAll(start);
    afterAll(stop);
  }
  afterEach(async () => {
    for (const endpoint of endpoints.splice(0)) endpoint.dispose();
    expectUnharmed(target);
    await target.call('reset');
    expectUnharmed(target);
  });
  const keep = (endpoint: Endpoint) => {
    endpoints.push(endpoint);
    return endpoint;
  };
  return {
    get process() {
      return target;
    },
    endpoint: async (role, setup) => keep(await makeEndpoint(target, role, setup)),
    server: async (setup) => keep(await makeServer(target, setup)),
  };
}

/** Nothing went wrong in the target that nobody took care of. */
export function expectUnharmed({ exit, unhandled, serverErrors }: TargetProcess): void {
  expect({ exit, unhandled, serverErrors }).toEqual({ exit: undefined, unhandled: [], serverErrors: [] });
}

/**
 * Runs an attack, and checks what it costs: memory, time of the event loop, and the service of others. A second
 * connection to the same endpoint sends texts all the while, and each must come back.
 *
 * @param cost what it may cost
 */
export async function expectToWithstand<T>(
  endpoint: Endpoint,
  { growth, block = 100 }: Cost,
  attack: () => Promise<T>,
): Promise<T> {
  const { target } = endpoint;
  const bystander = await endpoint.open();
  await bystander.echo('before');
  await target.call('startGauge');
  let over = false;
  const served = serveBystander(bystander, () => over);
  const attacked = attack().finally(() => {
    over = true;
  });
  const [result, echoes] = await Promise.all([attacked, served]);
  const figures = await target.call('stopGauge');
  note({ ...figures, ...echoes });
  expectUnharmed(target);
  expect(figures.longestBlock, 'the longest time without a turn of the event loop, in ms').toBeLessThan(block);
  expect(figures.growth / MiB, 'growth of the process at its peak, in MiB').toBeLessThan(growth / MiB);
  return result;
}

interface Service {
  readonly echoes: number;
  readonly longestWait: number;
}

async function serveBystander(bystander: Peer, over: () => boolean): Promise<Service> {
  let echoes = 0;
  let longestWait = 0;
  do {
    const begin = performance.now();
    await bystander.echo(`echo ${echoes++}`);
    longestWait = Math.max(longestWait, performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 5));
  } while (!over());
  return { echoes, longestWait };
}

/** Leaves the figures where they can be looked up. */
export function note(figures: Readonly<Record<string, number>>): void {
  const { currentTestName: test } = expect.getState();
  mkdirSync(reports, { recursive: true });
  const rounded = Object.entries(figures).map(([name, value]) => [name, Math.round(value * 10) / 10]);
  appendFileSync(`${reports}figures.jsonl`, `${JSON.stringify({ test, ...Object.fromEntries(rounded) })}\n`);
}
