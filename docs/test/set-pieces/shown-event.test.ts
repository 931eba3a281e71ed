import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../examples/start/wire-event.ts';
import {
  type BrowserEvent,
  insertEvent,
  showEvent,
} from '../../.vitepress/theme/set-pieces/live-connection/shown-event.ts';

const place = { connection: 1, time: 1000, from: 'client' } as const;
const frame = (hex: string, length: number, text?: string): WireEvent => ({
  ...place,
  kind: 'frame',
  bytes: { hex, length },
  text,
});

describe('showEvent', () => {
  it('describes a frame of which it has all', () => {
    const { summary, frame: shown } = showEvent(frame('818537fa213d7f9f4d5158', 11, 'Hello'));
    expect(summary).toBe('Text, 5 bytes: Hello');
    expect(shown?.fields.map(({ name }) => name)).toContain('masking key');
    expect(shown?.textFrom).toBe(0);
  });

  it('describes a frame of which it has the beginning', () => {
    const { summary } = showEvent(frame('007f00000000000f424061616161', 1_000_014, 'aaaa'));
    expect(summary).toBe('Continuation, more follows, 1,000,000 bytes: aaaa');
  });

  it.each([
    ['8802 03e8', 2],
    ['8a02 6869', 0],
    ['8202 6869', -1],
    ['8a02 00ff', -1],
  ])('knows where the payload of %s is text', (hex, from) => {
    expect(showEvent(frame(hex.replace(' ', ''), 4)).frame?.textFrom).toBe(from);
  });

  it('describes a head line by line', () => {
    const bytes = Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const { summary, lines } = showEvent({
      ...place,
      kind: 'head',
      bytes: { hex: bytes.toString('hex'), length: bytes.length },
    });
    expect(summary).toBe('GET / HTTP/1.1');
    expect(lines.map(({ text }) => text)).toEqual(['GET / HTTP/1.1', 'Host: a']);
  });

  it('says which rule bytes break', () => {
    const shown = showEvent({
      ...place,
      kind: 'violation',
      message: 'no',
      section: '5.2',
      bytes: { hex: '83', length: 1 },
    });
    expect(shown).toMatchObject({ summary: '1 byte: no', sections: ['5.2'], bytes: Uint8Array.of(0x83) });
  });
});

describe('insertEvent', () => {
  const at = (time: number, kind: 'tcp' | 'browser') => {
    const event = { connection: 1, time, summary: `${kind} ${time}`, section: '7.1.1' };
    return showEvent(
      kind === 'browser' ? ({ ...event, kind } satisfies BrowserEvent) : { ...event, kind, from: 'server' },
    );
  };
  const order = (...events: ReturnType<typeof at>[]) =>
    events.reduce<ReturnType<typeof at>[]>(insertEvent, []).map(({ summary }) => summary);

  it('puts events in the order of their times', () => {
    expect(order(at(3, 'tcp'), at(1, 'tcp'), at(2, 'browser'))).toEqual(['tcp 1', 'browser 2', 'tcp 3']);
  });

  it('puts what the server saw before what the browser made of it', () => {
    expect(order(at(1, 'browser'), at(1, 'tcp'))).toEqual(['tcp 1', 'browser 1']);
    expect(order(at(1, 'tcp'), at(1, 'browser'))).toEqual(['tcp 1', 'browser 1']);
  });

  it('keeps the order of events of the same time', () => {
    const first = at(1, 'tcp');
    const second = { ...at(1, 'tcp'), summary: 'second' };
    expect(insertEvent(insertEvent([], first), second).map(({ summary }) => summary)).toEqual(['tcp 1', 'second']);
  });
});
