/** An address that does not answer: TCP connections to it are neither opened nor refused. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

const LISTEN_AND_SLEEP = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: workerData, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** Opens one until the test is over: a listener that sleeps, and whose queue has been filled. */
export async function openBlackHole(host: string): Promise<{ readonly port: number }> {
  const worker = new Worker(LISTEN_AND_SLEEP, { eval: true, workerData: host });
  const fill: Socket[] = [];
  onTestFinished(async () => {
    for (const stream of fill) stream.destroy();
    await worker.terminate();
  });
  const [port] = (await once(worker, 'message')) as [number];
  while (fill.every(({ connecting }) => !connecting)) {
    if (fill.length > 50) throw new Error('the queue of the listener does not fill');
    fill.push(connect(port, host).on('error', () => {}));
    await new Promise((resolve) => setTimeout(resolve, 100));
    // What has come meanwhile is looked at before it is taken for nothing.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { port };
}
