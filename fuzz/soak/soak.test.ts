/** The short soak, and that each thing which may be left over is found. */
import { beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type SoakReport, soak, type Tolerance } from './soak.ts';

const MiB = 1_048_576;
/** Wide enough for a busy machine: only the long soak judges memory closely. */
const tolerance: Tolerance = { share: 0.25, bytes: 32 * MiB };

describe('a soak of 5 s with 200 connections', () => {
  let report: SoakReport;
  beforeAll(async () => {
    report = await soak({ seconds: 5, connections: 200 });
  }, 60_000);

  it('leaves nothing behind', () => {
    expect(faultsOf(report, tolerance)).toEqual([]);
  });

  it('opens most connections at once, and many more one after the other', () => {
    expect(report.traffic.mostOpen).toBeGreaterThan(100);
    expect(report.traffic.opened).toBeGreaterThan(report.traffic.mostOpen);
  });

  const spoilt: readonly (readonly [what: string, spoil: (report: SoakReport) => SoakReport, fault: RegExp])[] = [
    ['no traffic', (r) => ({ ...r, traffic: { ...r.traffic, echoes: 0 } }), /nothing happened/],
    [
      'a client that never closed',
      (r) => ({ ...r, traffic: { ...r.traffic, closed: 0 } }),
      /clients: \d+ opened, 0 closed/,
    ],
    [
      'a socket of the server that never closed',
      (r) => ({ ...r, serverCounts: { ...r.serverCounts, closed: 0 } }),
      /server: \d+ opened, 0 closed/,
    ],
    ['a wrong echo', (r) => ({ ...r, traffic: { ...r.traffic, wrong: 1 } }), /1 echoes are not/],
    [
      'an attempt that fails by something else',
      (r) => ({ ...r, traffic: { ...r.traffic, failed: { Oops: 1 } } }),
      /failed by Oops/,
    ],
    ['a socket that is stuck', (r) => ({ ...r, traffic: { ...r.traffic, stuck: 2 } }), /2 sockets did not close/],
    [
      'an error',
      (r) => ({ ...r, serverCounts: { ...r.serverCounts, errors: { X: 1 } } }),
      /errors on the server: {"X":1}/,
    ],
    ['a socket that is left', (r) => ({ ...r, left: [0, 1] }), /sockets left on the server/],
    ['something unhandled', (r) => spoilServer(r, { unhandled: ['boom'] }), /server: unhandled: boom/],
    [
      'a socket object',
      (r) => spoilServer(r, { alive: { ...r.server.after.alive, sockets: r.server.before.alive.sockets + 1 } }),
      /server: 1 sockets are alive/,
    ],
    [
      'promises',
      (r) => spoilServer(r, { alive: { ...r.server.after.alive, promises: r.server.warm.alive.promises + 21 } }),
      /server: promises grew/,
    ],
    ['a timer', (r) => spoilServer(r, { resources: { Timeout: 1 } }), /server: 1 more Timeout than before/],
    ['heap', (r) => spoilServer(r, { heap: r.server.warm.heap * 2 + 32 * MiB }), /server: heap grew/],
    ['memory', (r) => spoilServer(r, { resident: r.server.warm.resident * 2 + 32 * MiB }), /server: resident grew/],
  ];
  it.each(spoilt)('finds %s', (_, spoil, fault) => {
    const faults = faultsOf(spoil(report), tolerance);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });
});

function spoilServer(report: SoakReport, after: Partial<SoakReport['server']['after']>): SoakReport {
  return { ...report, server: { ...report.server, after: { ...report.server.after, ...after } } };
}
