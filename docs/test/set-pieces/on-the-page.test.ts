/** The set pieces in Chromium, on the pages that have them: what somebody does with them, and what they then show. */
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSite, type Site, type Visit } from '../site.ts';

let site: Site;
let visit: Visit;
let page: Page;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

async function open(path: string, options?: Parameters<Site['visit']>[1]): Promise<void> {
  visit = await site.visit(path, options);
  page = visit.page;
}

afterEach(async () => {
  expect(visit.complaints).toEqual([]);
  expect(visit.strangers).toEqual([]);
  await visit.end();
});

const texts = (of: Locator): Promise<string[]> => of.allInnerTexts();
const text = async (of: Locator): Promise<string> =>
  (await of.innerText()).replaceAll(/\s+/g, ' ').replaceAll(/(§[\d.]+) ?(?=§)/g, '$1 ');

describe('FrameInspector', () => {
  let piece: Locator;
  beforeEach(async () => {
    await open('/rfc/5-data-framing');
    piece = page.locator('.frame-inspector');
  });

  const field = async (name: string): Promise<string> =>
    text(piece.locator('.frame').first().getByRole('row', { name }).first());

  it('encodes a message, with mask and key, and shows each field with its section', async () => {
    await piece.getByLabel('Payload, sent as UTF-8').fill('Hé');
    await expect.poll(() => piece.getByLabel('Bytes, which you').inputValue()).toBe('81 83 37 fa 21 3d 7f 39 88');
    expect(await texts(piece.locator('.byte-strip .byte'))).toEqual('81 83 37 fa 21 3d 7f 39 88'.split(' '));
    expect(await field('opcode')).toBe('opcode 0x1 Text begins a message of UTF-8 text §5.2 §5.6');
    expect(await field('masking key')).toContain('37 fa 21 3d');
    expect(await text(piece.locator('.happenings'))).toContain('a text message of 2 characters: Hé');
    await piece.getByLabel('MASK', { exact: true }).uncheck();
    expect(await text(piece.locator('.verdict'))).toContain('UNMASKED_FRAME_FROM_CLIENT');
    await piece.getByLabel('a server', { exact: true }).check();
    await expect.poll(() => text(piece.locator('.happenings'))).toContain('the client has a text message');
  });

  it('links a section to the page that explains it', async () => {
    const link = piece.getByRole('link', { name: 'RFC 6455 section 5.3' }).first();
    expect(await link.getAttribute('href')).toBe('/rfc/5-data-framing#section-5-3');
  });

  it('sends a message in fragments', async () => {
    await piece.getByLabel('Fragments', { exact: true }).fill('3');
    await expect.poll(() => texts(piece.locator('.frame .title'))).toHaveLength(3);
    expect(await texts(piece.locator('.frame .title'))).toEqual([
      'Frame 1: Text, more follows, 2 bytes: He',
      'Frame 2: Continuation, more follows, 1 byte: l',
      'Frame 3: Continuation, 2 bytes: lo',
    ]);
  });

  it('shows the byte that breaks a rule, of bytes that were pasted', async () => {
    await piece.getByLabel('a server', { exact: true }).check();
    await piece.getByLabel('Bytes, which you').fill('81 01 41 c1 00');
    await expect.poll(() => text(piece.locator('.verdict'))).toContain('Byte 3 breaks a rule: RESERVED_BITS_SET §5.2');
    expect(await text(piece.locator('.verdict'))).toContain('close code 1002');
    expect(await texts(piece.locator('.byte.violation'))).toEqual(['c1']);
    expect(await texts(piece.locator('.byte.unread'))).toEqual(['00']);
    await piece.getByLabel('Bytes, which you').fill('81 0');
    await expect.poll(() => text(piece.getByRole('alert'))).toContain('two digits');
  });

  it('has a sample for each rule, and says what the endpoint answers', async () => {
    await piece.getByLabel('Begin with').selectOption('A Close frame with 1006');
    await expect.poll(() => text(piece.locator('.verdict'))).toContain('CLOSE_CODE_NOT_ALLOWED §7.4');
    expect(await text(piece.locator('.answer'))).toMatch(/Close frame that says why: 88 /);
  });

  it('is gone through with the keyboard, a row of bytes at a time', async () => {
    const bytes = piece.locator('.byte-strip .byte');
    await bytes.first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => bytes.nth(2).getAttribute('aria-pressed')).toBe('true');
    expect(await bytes.nth(2).getAttribute('aria-label')).toBe('37, byte 2: masking key');
    expect(await text(piece.locator('tr.selected'))).toContain('masking key');
    await page.keyboard.press('End');
    await expect.poll(() => piece.locator('.byte:focus').getAttribute('aria-label')).toContain('byte 10');
    expect(await piece.locator('.byte-strip .byte[tabindex="0"]').count()).toBe(1);
  });
});

describe('EveryByte', () => {
  it('says of each byte what it is, and what becomes of another', async () => {
    await open('/one-connection');
    const piece = page.locator('.every-byte').nth(2);
    expect(await text(piece.locator('.title'))).toBe('client → server Text, 5 bytes: Hello (11 bytes on the wire)');
    await piece.getByRole('button', { name: 'byte 6' }).click();
    expect(await text(piece.locator('.panel'))).toContain('7f XOR 37 = 48. In UTF-8 that is “H”. §5.6 §5.3');
    expect(await text(piece.locator('.outcome'))).toContain('INVALID_UTF8 §8.1');
    await piece.getByLabel('If it were').fill('7d');
    await expect.poll(() => text(piece.locator('.outcome'))).toContain('It reads: the text “Jello”');
    await piece.getByLabel('If it were').fill('7');
    await expect.poll(() => text(piece.locator('.outcome'))).toContain('two digits');
  });

  it('changes the words of a head', async () => {
    await open('/one-connection');
    const piece = page.locator('.every-byte').first();
    expect(await text(piece.locator('.outcome'))).toContain('METHOD_NOT_GET §4.2.1');
    await piece.getByLabel('If it were').fill('GET /');
    await expect.poll(() => text(piece.locator('.outcome'))).toContain('MALFORMED_START_LINE');
  });

  it('is reached byte by byte with the keyboard', async () => {
    await open('/one-connection');
    const piece = page.locator('.every-byte').last();
    await piece.locator('.byte').first().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => text(piece.locator('.panel'))).toContain('MASK 0, payload length 2');
  });

  it('can be read without JavaScript', async () => {
    await open('/one-connection', { javaScriptEnabled: false });
    const pieces = page.locator('.every-byte');
    expect(await pieces.count()).toBe(11);
    for (const listing of await pieces.locator('summary').all()) await listing.click();
    expect(await text(pieces.first().locator('table'))).toContain('METHOD_NOT_GET');
    expect(await text(pieces.nth(6).locator('table'))).toContain('MESSAGE_INSIDE_MESSAGE');
  });
});

describe('CloseCodeExplorer', () => {
  it('says all that there is to say about a number', async () => {
    await open('/rfc/7-closing');
    const piece = page.locator('.close-codes');
    await piece.getByLabel('Close code', { exact: true }).fill('1012');
    await expect.poll(() => text(piece.locator('.title'))).toBe('1012 ServiceRestart');
    expect(await text(piece.locator('dl'))).toContain('May be on the wire Yes, as 88 02 03 f4.');
    await piece.getByLabel('Registered').selectOption('1006');
    await expect.poll(() => text(piece.locator('dl'))).toContain('Who may begin with it Nobody.');
    await piece.getByLabel('Close code', { exact: true }).fill('4999');
    await expect.poll(() => text(piece.locator('dl'))).toContain('Name None: it is not registered.');
    await piece.getByLabel('Close code', { exact: true }).fill('many');
    await expect.poll(() => text(piece)).toContain('a number from 0 to 4999');
  });
});

describe('TwoPeers', () => {
  let piece: Locator;
  const button = (name: string, within: Locator = piece) => within.getByRole('button', { name, exact: true });
  const states = () => texts(piece.locator('.peer > .title'));
  const peer = (role: 'client' | 'server') => piece.locator(`.peer.${role}`);
  const happened = async () => (await texts(piece.locator('.told li'))).toReversed();

  async function deliverAll(): Promise<void> {
    while (await button('Deliver next').isEnabled()) await button('Deliver next').click();
  }

  beforeEach(async () => {
    await open('/rfc/7-closing');
    piece = page.locator('.two-peers');
    await button('Deliver next').click();
    expect(await states()).toEqual(['Client: connecting', 'Server: open']);
    await button('Deliver next').click();
  });

  it('exchanges messages frame by frame', async () => {
    await button('Send fragments', peer('client')).click();
    expect(await piece.locator('.in-flight li').count()).toBe(3);
    await deliverAll();
    expect(await happened()).toContain('The server has the message “One message, two fragments.”');
    expect(await happened()).toContain('The client has the Pong “in between”');
  });

  it.each(['client', 'server'] as const)('closes from the %s, and both report it', async (role) => {
    await button('Close', peer(role)).click();
    expect(await peer(role).locator('svg').getAttribute('aria-label')).toBe(
      `State of the ${role}: closing, after closeSent`,
    );
    await deliverAll();
    expect(await states()).toEqual(['Client: closed', 'Server: closed']);
    for (const each of ['client', 'server'] as const) {
      const report = await text(peer(each).locator('.report'));
      expect(report).toContain('code 1000');
      expect(report).toContain('wasClean true');
      expect(report).toContain(`initiator ${each === role ? 'local' : 'remote'}`);
    }
  });

  it('closes from both at once', async () => {
    await button('Both close at once').click();
    await deliverAll();
    expect(await text(peer('client').locator('.report'))).toContain('initiator local');
    expect(await text(peer('server').locator('.report'))).toContain('initiator local');
  });

  it('is cut', async () => {
    await button('Cut').click();
    expect(await states()).toEqual(['Client: closed', 'Server: closed']);
    expect(await text(peer('client').locator('.report'))).toContain('code 1006');
    await button('Start again').click();
    expect(await states()).toEqual(['Client: connecting', 'Server: connecting']);
  });

  it('fails a bad frame, a flood, and a frame that was tampered with', async () => {
    await button('Send bad frame', peer('client')).click();
    await button('Deliver next').click();
    expect(await happened()).toContainEqual(expect.stringContaining('UNMASKED_FRAME_FROM_CLIENT'));
    await button('Start again').click();
    await deliverAll();
    await button('Flood', peer('client')).click();
    await deliverAll();
    expect(await text(peer('server').locator('.report'))).toContain('at most 8 fragments');
    await button('Start again').click();
    await deliverAll();
    await button('Send text', peer('server')).click();
    await button('Tamper').click();
    expect(await text(piece.locator('.in-flight'))).toContain('(RSV1 is flipped) c1 05 48');
    await deliverAll();
    expect(await text(peer('client').locator('.report'))).toContain('no reserved bits');
  });

  it('delivers by itself', async () => {
    await button('Ping', peer('client')).click();
    await piece.getByLabel('Delivers').selectOption('four a second');
    await expect.poll(happened).toContain('The client has the Pong “still there?”');
  });

  it('says which close code may not be sent', async () => {
    await piece.getByLabel('Close code', { exact: true }).fill('1010');
    await button('Close', peer('server')).click();
    expect(await text(piece.getByRole('alert'))).toContain('a server may send');
    expect(await states()).toEqual(['Client: open', 'Server: open']);
  });
});

describe('HandshakeWorkbench', () => {
  let piece: Locator;
  const lines = (of: string) =>
    piece
      .getByRole('list', { name: of })
      .locator('input')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  const verdict = (of: 'client' | 'server') => text(piece.locator(`[data-verdict="${of}"]`));

  beforeEach(async () => {
    await open('/rfc/4-opening-handshake');
    piece = page.locator('.workbench');
  });

  it('makes request and answer of a URI and options', async () => {
    await piece.getByLabel('URI').fill('wss://example.org:8443/a?b');
    await piece.getByLabel('Subprotocols to offer').fill('superchat, mqtt');
    await piece.getByLabel('Subprotocols of the server').fill('mqtt');
    await expect.poll(() => lines('Request')).toContain('Host: example.org:8443');
    expect((await lines('Request'))[0]).toBe('GET /a?b HTTP/1.1');
    expect(await lines('Answer')).toContain('Sec-WebSocket-Protocol: mqtt');
    expect(await verdict('client')).toContain('open, with the subprotocol mqtt');
    await piece.getByLabel('URI').fill('ws://example.org/#here');
    await expect.poll(() => text(piece.getByRole('alert'))).toContain('no fragment');
  });

  it('computes the Accept step by step, for another key too', async () => {
    expect(await texts(piece.locator('.steps code'))).toEqual([
      '74 68 65 20 73 61 6d 70 6c 65 20 6e 6f 6e 63 65',
      'dGhlIHNhbXBsZSBub25jZQ==',
      'dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11',
      'b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea',
      's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ]);
    await piece.getByRole('button', { name: 'Another key' }).click();
    await expect.poll(() => texts(piece.locator('.steps code'))).not.toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(await verdict('client')).toContain('The connection is open');
  });

  it('says which requirement a changed line breaks, and what is answered', async () => {
    await piece.getByLabel('Request, line 6').fill('Sec-WebSocket-Version: 8');
    await expect.poll(() => verdict('server')).toContain('status 426: UNSUPPORTED_VERSION §4.4');
    expect(await piece.getByLabel('Request, line 6').getAttribute('aria-invalid')).toBe('true');
    expect(await lines('Answer')).toEqual(
      expect.arrayContaining(['HTTP/1.1 426 Upgrade Required', 'Sec-WebSocket-Version: 13']),
    );
    expect(await verdict('client')).toContain('UNEXPECTED_STATUS §4.1');
    await piece.getByLabel('Request, line 6').fill('Sec-WebSocket-Version: 13');
    await expect.poll(() => verdict('client')).toContain('The connection is open');
    await piece.getByLabel('Answer, line 4').fill('Sec-WebSocket-Accept: wrong');
    await expect.poll(() => verdict('client')).toContain('INVALID_ACCEPT §4.1');
  });

  it('has mistakes ready, and lines are removed and added', async () => {
    await piece.getByLabel('Or have it wrong').first().selectOption('the method is POST');
    await expect.poll(() => verdict('server')).toContain('METHOD_NOT_GET §4.2.1');
    expect(await lines('Answer')).toContain('Allow: GET');
    await piece.getByLabel('Or have it wrong').first().selectOption('as it should be');
    await piece.getByRole('button', { name: 'Remove line 2' }).first().click();
    await expect.poll(() => verdict('server')).toContain('INVALID_HOST');
    await piece.getByRole('button', { name: 'Add a line' }).first().click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Host: here.example');
    await expect.poll(() => verdict('server')).toContain('of here.example');
  });
});

describe('BackoffSimulator', () => {
  it('shows what the policy makes of many clients', async () => {
    await open('/rfc/7-closing');
    const piece = page.locator('.backoff');
    const peaks = async () =>
      (await texts(piece.locator('[data-is="peak"]'))).map((peak) => Number(peak.replace(',', '')));
    await piece.getByLabel('Clients').fill('2000');
    await expect.poll(async () => (await peaks())[0]).toBe(2000);
    expect((await peaks())[1]).toBeLessThan(700);
    expect(await piece.getByRole('img').last().getAttribute('aria-label')).toMatch(/^Attempts over time: \d+ in all/);
    await piece.getByLabel('Server closes with').selectOption('1000: all is done');
    await expect.poll(async () => (await texts(piece.locator('[data-is="total"]')))[1]).toBe('0');
  });
});

describe.each(['/rfc/4-opening-handshake', '/rfc/5-data-framing', '/rfc/7-closing', '/one-connection', '/live'])(
  'the set pieces of %s',
  (path) => {
    it('fit a phone', async () => {
      await open(path, { viewport: { width: 390, height: 844 } });
      await page.locator('.set-piece').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      // There is no live server here, and the browser says so.
      if (path === '/live') visit.complaints.length = 0;
    });
  },
);

it('load nothing on a page without them', async () => {
  await open('/rfc/2-conformance-requirements');
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const pieces = [
    'FrameInspector',
    'EveryByte',
    'TwoPeers',
    'HandshakeWorkbench',
    'BackoffSimulator',
    'LiveConnection',
  ];
  expect(files.filter((file) => pieces.some((piece) => file.includes(piece)))).toEqual([]);
  expect(files.some((file) => file.endsWith('.js'))).toBe(true);
});
