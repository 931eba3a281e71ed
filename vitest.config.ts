import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const SOURCE = '@rfc6455/source';
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** The packages that touch no platform: their tests run in Node and in a real browser. */
const pure = ['close-codes', 'uri', 'frame', 'handshake', 'connection', 'reconnect'];

const node = {
  ssr: { resolve: { conditions: [SOURCE, ...defaultServerConditions] } },
};

const browser = {
  resolve: { conditions: [SOURCE, ...defaultClientConditions] },
  test: {
    name: 'browser',
    include: pure.map((name) => `packages/${name}/test/**/*.test.ts`),
    exclude: ['**/*.node.test.ts'],
    testTimeout: 30_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] },
      }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
};

/** The documentation: it is built first. */
const site = {
  ...node,
  test: {
    name: 'site',
    include: ['docs/test/**/*.test.ts'],
    globalSetup: ['docs/test/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...node,
        test: {
          name: 'node',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        ...node,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['packages/*/test/**/*.test-d.ts'],
            tsconfig: './tsconfig.json',
          },
        },
      },
      {
        ...node,
        test: {
          name: 'interop',
          include: ['interop/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        ...node,
        test: {
          name: 'adversary',
          include: ['adversary/**/*.test.ts'],
          globalSetup: ['adversary/bundle.ts'],
          testTimeout: 60_000,
          // They measure: one file at a time.
          fileParallelism: false,
        },
      },
      {
        ...node,
        test: {
          name: 'fuzz',
          include: ['fuzz/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'repository',
          include: ['scripts/test/**/*.test.ts', 'ledger/test/**/*.test.ts', 'bench/test/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      ...(existsSync(chromium) ? [browser, site] : []),
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      reporter: ['text', 'json-summary'],
    },
  },
});
