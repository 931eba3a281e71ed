import { acceptKey, RequestReader, ResponseReader, readRequest, readResponse } from '@rfc6455/handshake';
import { composeRequest, composeResponse } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';

const bytes = (head: string) => new Uint8Array(Buffer.from(head, 'latin1'));
const key = 'dGhlIHNhbXBsZSBub25jZQ==';

describe('composeRequest', () => {
  it('is an opening handshake that a server accepts', () => {
    const request = readRequest(new RequestReader().receive(bytes(composeRequest({ target: '/chat?x=1' })))!);
    expect(request).toMatchObject({ resourceName: '/chat?x=1', key, host: 'server.example.com' });
  });

  it('has the changes, good or bad', () => {
    const head = composeRequest({
      method: 'POST',
      httpVersion: '1.0',
      headers: { Upgrade: undefined, Cookie: ['a=1', 'b=2'], 'Sec-WebSocket-Version': '8' },
    });
    expect(head).toBe(
      'POST / HTTP/1.0\r\nHost: server.example.com\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 8\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n`,
    );
  });
});

describe('composeResponse', () => {
  it('is an answer that a client accepts', () => {
    const head = new ResponseReader().receive(bytes(composeResponse(composeRequest())))!;
    expect(readResponse(head, { key })).toMatchObject({ subprotocol: undefined, extensions: [] });
  });

  it('has the changes, good or bad', () => {
    const request = composeRequest();
    expect(composeResponse(request, { headers: { 'Sec-WebSocket-Accept': 'wrong', Upgrade: undefined } })).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n',
    );
    const refusal = composeResponse(request, { statusLine: 'HTTP/1.1 403 Forbidden' });
    expect(refusal).toContain('HTTP/1.1 403 Forbidden\r\n');
    expect(refusal).toContain(`Sec-WebSocket-Accept: ${acceptKey(key)}\r\n`);
  });

  it('needs a key, or an answer to it', () => {
    const request = composeRequest({ headers: { 'Sec-WebSocket-Key': undefined } });
    expect(() => composeResponse(request)).toThrow('expected a head with a Sec-WebSocket-Key');
    expect(composeResponse(request, { headers: { 'Sec-WebSocket-Accept': undefined } })).not.toContain('Accept');
  });
});
