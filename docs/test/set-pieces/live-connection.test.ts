/** The live page of `npm start` in Chromium: what somebody does on it, and the frames that it then shows. */
import { fileURLToPath } from 'node:url';
import { type Browser, chromium as chromiumBrowser, type Locator, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartServer, startServer } from '../../../examples/start/start-server.ts';
import { openSite } from '../site.ts';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const dist = fileURLToPath(new URL('../../.vitepress/dist', import.meta.url));

describe('the live page', () => {
  let server: StartServer;
  let browser: Browser;
  let page: Page;
  /** What the browser complained about: errors of scripts, and what the content security policy forbids. */
  let complaints: string[];

  beforeAll(async () => {
    server = await startServer(0, dist);
    browser = await chromiumBrowser.launch({ executablePath: chromium, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${server.url}live`);
    await expect.poll(() => button('Connect').isEnabled()).toBe(true);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  async function connect(subprotocols = ''): Promise<void> {
    await page.getByLabel('Subprotocols to offer').fill(subprotocols);
    await button('Connect').click();
    await expect.poll(lines).toHaveLength(3);
    await button('Clear').click();
  }

  /** Who sent it, and what it was, for each event on the page. */
  async function lines(): Promise<string[]> {
    const texts = await page.locator('.log .said').allTextContents();
    return texts.map((text) =>
      text.replace('client → server', 'C').replace('server → client', 'S').replace('in the browser', 'B'),
    );
  }

  /** Two Close frames, and then, in an order of their own, what becomes of TCP and the close event. */
  async function expectClosing(frames: unknown[], closeEvent: unknown): Promise<void> {
    await expect.poll(lines).toHaveLength(5);
    const shown = await lines();
    expect(shown.slice(0, 2)).toEqual(frames);
    const tcp = ['S TCP: the server ends its side first, as it should', 'C TCP: the client ends its side'];
    expect(shown.slice(2)).toEqual(expect.arrayContaining([...tcp, closeEvent]));
  }

  const entry = (index: number) => page.locator('.log > li').nth(index);

  /** The rows of the table of an event: name, value, sections. */
  async function fields(of: Locator): Promise<string[]> {
    const rows = await of.locator('tbody tr').all();
    return Promise.all(
      rows.map(async (row) => {
        const [name = '', value = ''] = await row.locator('th, td').allTextContents();
        return `${name}: ${value} (${(await row.locator('td').last().locator('a').allTextContents()).join(' ')})`;
      }),
    );
  }

  /** A row of the payload: masked, key, unmasked, text. */
  async function payload(of: Locator, row: number): Promise<string> {
    return (await of.locator(`.byte > :nth-child(${row})`).allTextContents()).join(' ');
  }

  it('shows both heads of the opening handshake, and the subprotocol in use', async () => {
    await page.getByLabel('Subprotocols to offer').fill('chat, shout');
    await button('Connect').click();
    await expect
      .poll(lines)
      .toEqual([
        expect.stringMatching(/^C GET \/ws\/[\da-f-]{36} HTTP\/1\.1$/),
        'S HTTP/1.1 101 Switching Protocols',
        'B open event: subprotocol shout',
      ]);
    const request = await entry(0).locator('code').allTextContents();
    expect(request).toContain('Sec-WebSocket-Version: 13');
    expect(request).toContain('Sec-WebSocket-Protocol: chat, shout');
    const response = await entry(1).locator('code').allTextContents();
    expect(response).toContain('Upgrade: websocket');
    expect(response).toContain('Sec-WebSocket-Protocol: shout');
    expect(await entry(1).locator('.bytes').textContent()).toMatch(/^48 54 54 50 .* 0d 0a 0d 0a$/);
    expect(await page.getByRole('log').textContent()).toContain('open event: subprotocol shout');
    expect(await page.locator('.state output').textContent()).toBe('open, subprotocol shout');
  });

  it('shows what becomes of a browser whose subprotocols the server does not speak', async () => {
    await page.getByLabel('Subprotocols to offer').fill('chat');
    await button('Connect').click();
    await expect.poll(lines).toContain('B close event: code 1006, no reason, not clean');
    complaints = complaints.filter((text) => !text.includes('Sec-WebSocket-Protocol'));
  });

  it('shows a text, masked and unmasked, and its echo, field by field', async () => {
    await connect();
    await page.getByLabel('Text', { exact: true }).fill('Hé, 世');
    await button('Send text').click();
    await expect
      .poll(lines)
      .toEqual(['C Text, 8 bytes: Hé, 世', 'S Text, 8 bytes: Hé, 世', 'B message event: text, 5 characters: Hé, 世']);
    const key = await payload(entry(0), 2);
    expect(await fields(entry(0))).toEqual([
      'FIN: 1 (§5.2 §5.4)',
      'RSV1–3: 000 (§5.2 §9)',
      'opcode: 0x1 Text (§5.2 §5.6)',
      'MASK: 1 (§5.1 §5.2)',
      'payload len: 8 (§5.2)',
      `masking key: ${key.slice(0, 11)} (§5.3)`,
      'text: Hé, 世 (§5.6 §8.1)',
    ]);
    expect(await payload(entry(0), 3)).toBe('48 c3 a9 2c 20 e4 b8 96');
    expect(await payload(entry(0), 4)).toBe('H é  , ␣ 世  ');
    const xor = (a: string[], b: string[]) =>
      a.map((byte, i) => Number.parseInt(byte, 16) ^ Number.parseInt(b[i]!, 16));
    const masked = await payload(entry(0), 1);
    expect(Buffer.from(xor(masked.split(' '), key.split(' '))).toString()).toBe('Hé, 世');
    expect(await entry(0).locator('.bytes').textContent()).toBe(`81 88 ${key.slice(0, 11)} ${masked} `);
    expect(await entry(0).locator('.digits').allTextContents()).toEqual([
      '1',
      '000',
      '0001',
      '1',
      '0001000',
      ...[key.slice(0, 5), key.slice(6, 11)].map((half) =>
        Number.parseInt(half.replace(' ', ''), 16).toString(2).padStart(16, '0'),
      ),
    ]);
    expect(await entry(1).locator('.bytes').textContent()).toBe('81 08 48 c3 a9 2c 20 e4 b8 96 ');
    expect(await fields(entry(1))).toContain('MASK: 0 (§5.1 §5.2)');
    expect(await entry(1).locator('a').first().getAttribute('href')).toBe('/rfc/5-data-framing#section-5-2');
  });

  it('shows bytes, and refuses what is not hexadecimal', async () => {
    await connect();
    await page.getByLabel('Bytes in hexadecimal').fill('00 7f 8');
    await button('Send bytes').click();
    expect(await page.getByRole('alert').textContent()).toBe('Bytes: expected pairs of hexadecimal digits');
    await page.getByLabel('Bytes in hexadecimal').fill('00 7f 80 ff');
    await button('Send bytes').click();
    await expect
      .poll(lines)
      .toEqual([
        'C Binary, 4 bytes: 00 7f 80 ff',
        'S Binary, 4 bytes: 00 7f 80 ff',
        'B message event: binary, 4 bytes',
      ]);
    expect(await page.getByRole('alert').isHidden()).toBe(true);
  });

  it.each([
    ['125', ['payload len: 125 (§5.2)']],
    ['126', ['payload len: 126 (§5.2)', 'extended payload length: 126 (§5.2)']],
    ['65536', ['payload len: 127 (§5.2)', 'extended payload length: 65,536 (§5.2)']],
  ])('shows the length of a text of %s bytes in its form', async (size, expected) => {
    await connect();
    await page.getByLabel('Text of so many bytes').selectOption(size);
    await button('Send long').click();
    await expect.poll(lines).toHaveLength(3);
    for (const sent of [entry(0), entry(1)]) {
      expect((await fields(sent)).filter((field) => field.includes('len'))).toEqual(expected);
    }
    const hidden = Number(size) - 64;
    expect(await entry(1).locator('.bytes .remainder').textContent()).toBe(
      `… and ${hidden.toLocaleString('en')} bytes more`,
    );
  });

  it('shows a message that Chromium sends in fragments, and its echo in one frame', async () => {
    await connect();
    await page.getByLabel('Text of so many bytes').selectOption('1000000');
    await button('Send long').click();
    await expect
      .poll(async () => (await lines()).slice(-3))
      .toEqual([
        expect.stringMatching(/^C Continuation, [\d,]+ bytes: /),
        expect.stringMatching(/^S Text, 1,000,000 bytes: 0123/),
        expect.stringMatching(/^B message event: text, 1000000 characters/),
      ]);
    expect((await lines())[0]).toMatch(/^C Text, more follows, [\d,]+ bytes: 0123/);
  });

  it('shows a ping of the server and the pong of the browser', async () => {
    await connect();
    await page.getByLabel('Payload of a ping').fill('在吗');
    await button('Ping').click();
    await expect.poll(lines).toEqual(['S Ping, 6 bytes: 在吗', 'C Pong, 6 bytes: 在吗']);
    expect(await fields(entry(1))).toContain('opcode: 0xa Pong (§5.2 §5.5.3)');
    await page.getByLabel('Payload of a ping').fill('x'.repeat(126));
    await button('Ping').click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('125 bytes');
    complaints = complaints.filter((text) => !text.includes('400 (Bad Request)'));
  });

  it('shows the fragments of a message, and a ping between them', async () => {
    await connect();
    await button('Send a message in fragments').click();
    await expect.poll(lines).toHaveLength(6);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'S Text, more follows, 13 bytes: A message in ',
        'S Ping, 10 bytes: in between',
        'S Continuation, more follows, 6 bytes: three ',
        'S Continuation, 10 bytes: fragments.',
        'C Pong, 10 bytes: in between',
        'B message event: text, 29 characters: A message in three fragments.',
      ]),
    );
  });

  it('shows a closing handshake that the server begins, with a reason in Chinese', async () => {
    await connect();
    await page.getByLabel('Code', { exact: true }).fill('1001');
    await page.getByLabel('Reason').fill('服务器要休息了');
    await button('Server closes').click();
    await expectClosing(
      ['S Close, 23 bytes: 1001 服务器要休息了', 'C Close, 23 bytes: 1001 服务器要休息了'],
      'B close event: code 1001, reason 服务器要休息了, clean',
    );
    expect(await fields(entry(0))).toEqual(
      expect.arrayContaining(['close code: 1001 (§5.5.1 §7.4)', 'reason: 服务器要休息了 (§7.1.6 §5.5.1)']),
    );
    expect(await entry(0).locator('tbody').textContent()).toContain('GoingAway');
    expect(await page.locator('.state output').textContent()).toBe('closed, code 1001');
  });

  it('shows a closing handshake that the browser begins', async () => {
    await connect();
    await page.getByLabel('Code', { exact: true }).fill('1000');
    await page.getByLabel('Reason').fill('再见');
    await button('Browser closes').click();
    await expectClosing(
      ['C Close, 8 bytes: 1000 再见', expect.stringMatching(/^S Close, \d bytes: 1000/)],
      expect.stringMatching(/^B close event: code 1000, .*, clean$/),
    );
  });

  it('shows a Close frame without a code, and the 1005 that the browser makes of it', async () => {
    await connect();
    await page.getByLabel('Code', { exact: true }).fill('');
    await button('Server closes').click();
    await expectClosing(['S Close, 0 bytes', 'C Close, 0 bytes'], 'B close event: code 1005, no reason, clean');
    expect(await fields(entry(0))).toContain('close code:  (§7.1.5 §7.4.1)');
  });

  it('says which codes may not be sent', async () => {
    await connect();
    await page.getByLabel('Code', { exact: true }).fill('1006');
    await button('Server closes').click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('1006');
    await button('Browser closes').click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('1000');
    expect(await lines()).toEqual([]);
    complaints = complaints.filter((text) => !text.includes('400 (Bad Request)'));
  });

  it('shows that nothing is on the wire when the TCP connection is cut, and the 1006 of the browser; then connects again', async () => {
    await connect();
    await button('Server cuts the TCP connection').click();
    await expect
      .poll(lines)
      .toEqual([
        'S TCP: the server cuts the connection, without a Close frame',
        'B close event: code 1006, no reason, not clean',
      ]);
    await button('Connect').click();
    await expect.poll(lines).toHaveLength(5);
    expect(await page.locator('.log .number').last().textContent()).toBe('#2');
  });

  it('shows the good-bye of a server that ends, and says that it does not answer', async () => {
    const ending = await startServer(0, dist);
    await page.goto(`${ending.url}live`);
    await expect.poll(() => button('Connect').isEnabled()).toBe(true);
    await connect();
    await ending.close();
    await expect.poll(lines).toContain('B close event: code 1001, no reason, clean');
    await expect.poll(lines).toContain('S Close, 2 bytes: 1001');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Start it again with npm start');
    expect(await button('Connect').isDisabled()).toBe(true);
    complaints = complaints.filter((text) => !text.includes('net::ERR_'));
  });

  it('has the examples of the site run, under its content security policy', async () => {
    await page.goto(`${server.url}rfc/5-data-framing`);
    const example = page.locator('.runnable').first();
    await example.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => example.locator('.runnable-output li').count()).toBeGreaterThan(0);
  });
});

describe('the server of the live page', () => {
  let server: StartServer;

  beforeAll(async () => {
    server = await startServer(0, dist);
  });
  afterAll(() => server.close());

  it.each([
    ['', 'text/html; charset=utf-8', 200],
    ['one-connection', 'text/html; charset=utf-8', 200],
    ['one-connection?from=here', 'text/html; charset=utf-8', 200],
    ['icon.svg', 'image/svg+xml', 200],
    ['llms.txt', 'text/plain; charset=utf-8', 200],
    ['nothing-here', 'text/html; charset=utf-8', 404],
    ['%E0%A4%A', 'text/html; charset=utf-8', 404],
    ['..%2f..%2fpackage.json', 'text/html; charset=utf-8', 404],
    ['assets/', 'text/html; charset=utf-8', 404],
  ])('serves /%s as %s, with status %d', async (path, type, status) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets only the scripts of a page run that stand in it', async () => {
    const html = await (await fetch(`${server.url}one-connection`)).text();
    const policy = (await fetch(`${server.url}one-connection`)).headers.get('content-security-policy') ?? '';
    expect(policy.match(/'sha256-/g)).toHaveLength([...html.matchAll(/<script(?![^>]* src=)/g)].length);
    expect(/script-src ([^;]*)/.exec(policy)?.[1]).not.toContain('unsafe-inline');
  });

  it('answers nobody who is not the page', async () => {
    const post = (path: string) => fetch(server.url + path, { method: 'POST', body: '{"do":"cut"}' });
    expect((await post('control/00000000-0000-0000-0000-000000000000')).status).toBe(404);
    expect((await post('')).status).toBe(404);
  });
});

describe('the live page without its server', () => {
  it('says that there is none', async () => {
    const site = await openSite();
    const { page, complaints, end } = await site.visit('/live');
    await expect.poll(() => page.locator('.live-connection .missing').innerText()).toContain('npm start');
    expect(await page.getByRole('button', { name: 'Connect', exact: true }).isDisabled()).toBe(true);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    await end();
    await site.end();
  });
});
