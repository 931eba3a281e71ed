import { expect, it } from 'vitest';
import { mapAtOnce, mustRun, run } from '../lib/run.mjs';

it('keeps both streams and the exit status', async () => {
  const script = 'console.log("out"); setTimeout(() => { console.error("err"); process.exitCode = 3 }, 100)';
  expect(await run('node', ['-e', script])).toEqual({ code: 3, output: 'out\nerr\n', stdout: 'out\n' });
});

it('ends a program that takes too long, with what it started', async () => {
  const script =
    "require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' }); setInterval(() => {}, 1000)";
  const { code, output } = await run('node', ['-e', script], { limitMs: 300 });
  expect(code).toBeNull();
  expect(output).toContain('ended: it took longer than 0.3 s');
});

it('says when a program does not start', async () => {
  const { code, output } = await run('no-such-program', []);
  expect(code).toBeNull();
  expect(output).toContain('no-such-program did not start');
});

it('throws what a failing program printed', async () => {
  await expect(mustRun('node', ['-e', 'console.error("why"); process.exit(2)'])).rejects.toThrow(/ended with 2\nwhy/);
});

it('works on a few items at once and keeps their order', async () => {
  let now = 0;
  let most = 0;
  const results = await mapAtOnce([30, 10, 20, 1], 2, async (ms) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, ms));
    now--;
    return ms * 2;
  });
  expect(results).toEqual([60, 20, 40, 2]);
  expect(most).toBe(2);
});
