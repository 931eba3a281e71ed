import { readFileSync } from 'node:fs';
import { Connection } from '@rfc6455/connection';
import { headerValues, RequestReader, ResponseReader, readRequest, readResponse } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { annotate, replace } from '../../.vitepress/theme/set-pieces/every-byte/annotate.ts';
import { escapeBytes, unescapeBytes } from '../../.vitepress/theme/set-pieces/every-byte/escapes.ts';
import { listing } from '../../.vitepress/theme/set-pieces/every-byte/listing.ts';
import {
  makeTranscript,
  offer,
  type PartId,
  transcript,
} from '../../.vitepress/theme/set-pieces/every-byte/transcript.ts';
import { whatIf } from '../../.vitepress/theme/set-pieces/every-byte/what-if.ts';

const page = readFileSync(new URL('../../one-connection.md', import.meta.url), 'utf8');
const part = (id: PartId) => transcript.find((each) => each.id === id)!;
const bytesOf = (id: PartId) => part(id).bytes.slice();

describe('the transcript', () => {
  it('is the same each time', () => {
    expect(makeTranscript()).toEqual(transcript);
  });

  it('has the parts of the page in their order, and as many bytes as the page says', () => {
    const shown = Array.from(page.matchAll(/<EveryByte part="([\w-]+)" \/>/g), ([, id]) => id);
    expect(shown).toEqual(transcript.map(({ id }) => id));
    const total = transcript.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(/from its first byte to its last: (\d+) bytes/.exec(page)?.[1]).toBe(`${total}`);
  });

  it('opens with a handshake that both ends accept', () => {
    const request = readRequest(new RequestReader().receive(bytesOf('request'))!);
    expect(request).toMatchObject({
      host: 'server.example.com',
      resourceName: '/chat',
      subprotocols: ['chat', 'superchat'],
    });
    const response = readResponse(new ResponseReader().receive(bytesOf('response'))!, offer);
    expect(response.subprotocol).toBe('chat');
    const [accept] = headerValues(response.headers, 'sec-websocket-accept');
    expect(page).toContain(`\`${accept}\``);
  });

  it.each(['client', 'server'] as const)('decodes, from the %s, to what the page says', (from) => {
    const told: unknown[] = [];
    const connection = new Connection({
      role: from === 'client' ? 'server' : 'client',
      random: () => 0,
      handler: {
        message: (data) => told.push(data),
        ping: (data) => told.push(['ping', new TextDecoder().decode(data)]),
        pong: (data) => told.push(['pong', new TextDecoder().decode(data)]),
        closeReceived: (close) => told.push(close),
        violation: (error) => told.push(error),
      },
    });
    for (const { id, from: sender } of transcript.slice(2)) if (sender === from) connection.receive(bytesOf(id));
    expect(told).toEqual(
      from === 'client'
        ? ['Hello', ['ping', 'still there?'], 'One message, two frames.', { code: 1000, reason: 'bye' }]
        : [
            'Hello, 世界',
            ['pong', 'still there?'],
            Uint8Array.from({ length: 128 }, (_, i) => 128 + i),
            { code: 1000, reason: '' },
          ],
    );
  });

  it('has another masking key in each frame of the client', () => {
    const keys = transcript
      .filter(({ id, from }) => from === 'client' && id !== 'request')
      .map(({ id }) => annotate(part(id)).find(({ name }) => name === 'masking key')!)
      .map(({ wrong }) => wrong.join());
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe.each(transcript.map(({ id }) => id))('the annotations of %s', (id) => {
  const annotations = annotate(part(id));

  it('are one for each byte', () => {
    let at = 0;
    for (const { start, end } of annotations) {
      expect(start).toBe(at);
      expect(end).toBeGreaterThan(start);
      at = end;
    }
    expect(at).toBe(part(id).bytes.length);
  });

  it('say something, and which section asks for it', () => {
    for (const { name, what, sections } of annotations) {
      expect(name).not.toBe('');
      expect(what).toMatch(/\.$/);
      expect(sections.length).toBeGreaterThan(0);
    }
  });

  it('know of other bytes, which never do the same in a frame', () => {
    for (const { start, end, wrong } of annotations) {
      expect(wrong).not.toEqual(part(id).bytes.slice(start, end));
      const { kind, text } = whatIf(part(id), replace(part(id), { start, end }, wrong));
      if (id !== 'response') expect(kind).not.toBe('same');
      expect(text).toMatch(/\.$/);
    }
  });

  it('are listed without a gap', () => {
    const rows = listing(part(id), annotations);
    expect(
      rows
        .map(({ bytes }) => bytes)
        .join(' ')
        .split(' '),
    ).toHaveLength(part(id).bytes.length);
  });
});

describe('unescapeBytes', () => {
  it('reads what escapeBytes writes', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(unescapeBytes(escapeBytes(all))).toEqual(all);
    expect(escapeBytes(bytesOf('response')).slice(0, 40)).toBe('HTTP/1.1 101 Switching Protocols\\r\\nUpgr');
  });
});

describe('whatIf', () => {
  it('says that nothing is different when nothing is', () => {
    for (const each of transcript) expect(whatIf(each, each.bytes).kind).toBe('same');
  });

  it.each<[PartId, number, number[], string]>([
    ['text', 0, [0xc1], 'RESERVED_BITS_SET'],
    ['text', 1, [0x05], 'UNMASKED_FRAME_FROM_CLIENT'],
    ['answer', 1, [0x8d], 'MASKED_FRAME_FROM_SERVER'],
    ['last-fragment', 0, [0x81], 'MESSAGE_INSIDE_MESSAGE'],
    ['first-fragment', 0, [0x80], 'CONTINUATION_WITHOUT_START'],
    ['ping', 0, [0x09], 'FRAGMENTED_CONTROL_FRAME'],
    ['binary', 2, [0x00, 0x7d], 'LENGTH_NOT_MINIMAL'],
    ['request', 0, [0x50], 'METHOD_NOT_GET'],
    ['response', 9, [0x32], 'UNEXPECTED_STATUS'],
  ])('knows that %s at byte %i with %j breaks a rule', (id, start, wrong, code) => {
    const bytes = replace(part(id), { start, end: start + wrong.length }, Uint8Array.from(wrong));
    expect(whatIf(part(id), bytes)).toMatchObject({ kind: 'violation', code });
  });

  it('knows that an answer to another key does not fit', () => {
    const text = new TextDecoder().decode(bytesOf('request')).replace('dGhl', 'dGhm');
    const outcome = whatIf(part('request'), new TextEncoder().encode(text));
    expect(outcome).toMatchObject({ kind: 'violation', code: 'INVALID_ACCEPT' });
  });

  it('knows that a violation may show later', () => {
    const bytes = replace(part('text'), { start: 1, end: 2 }, Uint8Array.of(0x86));
    expect(whatIf(part('text'), bytes).text).toMatch(/^What follows is read at the wrong place/);
  });

  it('knows that a head without an end is waited for', () => {
    expect(whatIf(part('request'), bytesOf('request').slice(0, -2)).kind).toBe('waits');
  });

  it('knows that a Close frame that is missing is reported as 1006', () => {
    expect(whatIf(part('close-echo'), new Uint8Array(0)).text).toContain('1006');
  });
});
