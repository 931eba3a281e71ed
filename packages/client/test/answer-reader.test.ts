import { HandshakeError } from '@rfc6455/handshake';
import { parseUri } from '@rfc6455/uri';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type AnswerLimits, AnswerReader, MAX_INTERIM_RESPONSES } from '../src/answer-reader.ts';
import { Attempt } from '../src/attempt.ts';
import { ConnectError } from '../src/connect-error.ts';
import type { RefusalError } from '../src/index.ts';

const uri = parseUri('ws://example.com:8080/?token=secret');
const bytesOf = (text: string) => new TextEncoder().encode(text);

function reader(limits: AnswerLimits = {}, answered = vi.fn()) {
  return new AnswerReader(new Attempt(uri), limits, answered);
}

/** What reading leads to, as plain data. */
function outcome(pieces: readonly Uint8Array[], limits: AnswerLimits = {}): unknown {
  const answer = reader(limits);
  try {
    for (const [i, piece] of pieces.entries()) {
      const response = answer.receive(piece);
      if (response === undefined) continue;
      const rest = Buffer.concat([response.rest, ...pieces.slice(i + 1)]).toString('latin1');
      return { head: response.head, rest };
    }
    return 'more';
  } catch (error) {
    const { name, code, text, bodyTruncated } = error as RefusalError;
    return { name, code, text, bodyTruncated };
  }
}

const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nA: b\r\n\r\n';

describe('a response with 101', () => {
  it('is returned with what follows it', () => {
    const answered = vi.fn();
    const response = reader({}, answered).receive(bytesOf(`${SWITCHING}\x81\x00`));
    expect(response?.head).toMatchObject({ status: 101, headers: [['A', 'b']] });
    expect(response?.rest).toHaveLength(3);
    expect(answered).toHaveBeenCalledOnce();
  });

  it('may have interim responses before it', () => {
    const answered = vi.fn();
    const answer = reader({}, answered);
    expect(answer.receive(bytesOf('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'))).toBe(
      undefined,
    );
    expect(answered).not.toHaveBeenCalled();
    expect(answer.receive(bytesOf(SWITCHING))?.head.status).toBe(101);
    expect(answered).toHaveBeenCalledOnce();
  });
});

describe('interim responses', () => {
  const interim = 'HTTP/1.1 103 Early Hints\r\n\r\n';

  it(`may be ${MAX_INTERIM_RESPONSES}, in one piece`, () => {
    expect(reader().receive(bytesOf(interim.repeat(MAX_INTERIM_RESPONSES) + SWITCHING))?.head.status).toBe(101);
  });

  it('may not be more', () => {
    expect(() => reader().receive(bytesOf(interim.repeat(MAX_INTERIM_RESPONSES + 1)))).toThrow(
      expect.objectContaining({ name: 'ConnectError', code: 'TOO_MANY_INTERIM_RESPONSES', section: '10.4' }),
    );
  });

  it('each have the limits of a head', () => {
    expect(() => reader({ maxHeaders: 1 }).receive(bytesOf('HTTP/1.1 103 X\r\nA: 1\r\nB: 2\r\n\r\n'))).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_HEADERS' }),
    );
  });
});

describe('a refusal', () => {
  const bytes = bytesOf('HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nnever');

  it('is thrown when its body is complete', () => {
    const answered = vi.fn();
    const answer = reader({}, answered);
    expect(answer.receive(bytes.subarray(0, -1))).toBeUndefined();
    expect(answered).toHaveBeenCalledOnce();
    expect(() => answer.receive(bytes.subarray(-1))).toThrow(
      expect.objectContaining({ code: 'UNEXPECTED_STATUS', status: 403, text: 'never', bodyTruncated: false }),
    );
    expect(answered).toHaveBeenCalledOnce();
  });

  it('is thrown when its body is as long as the limit', () => {
    expect(outcome([bytes], { maxResponseBody: 2 })).toMatchObject({ text: 'ne', bodyTruncated: true });
  });

  it('says more than the error for which no more is read', () => {
    const answer = reader();
    answer.receive(bytes.subarray(0, -1));
    expect(answer.stop(new Error('timeout'))).toMatchObject({ status: 403, text: 'neve', bodyTruncated: true });
    expect(answer.end(undefined)).toMatchObject({ status: 403, text: 'neve', bodyTruncated: true });
  });

  it('without a length is complete at the end, but not at an error', () => {
    const answer = reader();
    answer.receive(bytesOf('HTTP/1.0 500 Oops\r\n\r\nbroken'));
    expect(answer.end(new Error('reset'))).toMatchObject({ status: 500, text: 'broken', bodyTruncated: true });
    expect(answer.end(undefined)).toMatchObject({ status: 500, text: 'broken', bodyTruncated: false });
  });
});

describe('no response', () => {
  it('leaves the error as it is', () => {
    const error = new Error('timeout');
    expect(reader().stop(error)).toBe(error);
  });

  it('is an alert of TLS, which says that the server expects TLS', () => {
    const alert = Uint8Array.of(0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46);
    expect(() => reader().receive(alert)).toThrow(expect.objectContaining({ code: 'TLS_SERVER', phase: 'handshake' }));
    expect(() => reader().receive(alert.subarray(0, 1))).toThrow('try wss: instead of ws:');
    // Behind the first byte it is a character like any other.
    const answer = reader();
    answer.receive(bytesOf('H'));
    expect(() => answer.receive(alert)).toThrow(expect.objectContaining({ name: 'HandshakeError' }));
  });

  it('is TLS_FAILED when the peer objects to what has been shown to it', () => {
    const cause = Object.assign(new Error('alert certificate required'), { code: 'ERR_SSL_TLSV13_ALERT' });
    expect(reader().end(cause)).toMatchObject({ code: 'TLS_FAILED', phase: 'tls', cause });
  });

  it('says that TLS may be expected when there was nothing at all', () => {
    expect(reader().end(undefined).message).toContain('closed it after 0 bytes, as one does that expects');
  });

  it('is INCOMPLETE_RESPONSE, with the number of bytes', () => {
    const answer = reader();
    answer.receive(bytesOf('HTTP/1.1'));
    const error = answer.end(undefined);
    expect(error).toMatchObject({ name: 'ConnectError', code: 'INCOMPLETE_RESPONSE', host: 'example.com', port: 8080 });
    expect(error.message).toContain('the server closed it after 8 bytes');
    expect(error.message).not.toContain('secret');
    const cause = new Error('read ECONNRESET');
    expect(answer.end(cause)).toHaveProperty('cause', cause);
    expect(answer.end(cause).message).toContain('read ECONNRESET after 8 bytes');
  });
});

it('reads the same one byte at a time and in any portions', () => {
  const answers = [
    `HTTP/1.1 100 Continue\r\n\r\n${SWITCHING}rest`,
    'HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nnever more',
    'HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nnever\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\n\r\nendless',
    'SSH-2.0-OpenSSH_9.6\r\n',
    'HTTP/1.1 101 X\r\nA: b\n\r\n',
  ].map(bytesOf);
  for (const bytes of answers)
    expect(outcome(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(outcome([bytes]));
  const anyAnswer = fc.constantFrom(...answers);
  fc.assert(
    fc.property(anyAnswer, fc.array(fc.nat(120), { maxLength: 10 }), (bytes, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const pieces = places.slice(1).map((place, i) => bytes.subarray(places[i], place));
      expect(outcome(pieces)).toEqual(outcome([bytes]));
    }),
  );
});

it('throws nothing but its own errors, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), fc.boolean(), (pieces, likeHttp) => {
      const answer = reader();
      try {
        if (likeHttp) answer.receive(bytesOf('HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n'));
        for (const piece of pieces) answer.receive(piece);
      } catch (error) {
        // An alert of TLS and too many interim responses are a ConnectError.
        expect(error instanceof HandshakeError || error instanceof ConnectError, String(error)).toBe(true);
      }
    }),
    { examples: [[[Uint8Array.of(0x15)], false]] },
  );
});
