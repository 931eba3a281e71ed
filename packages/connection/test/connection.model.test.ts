import { type CloseReport, type MessageWriter, PreparedMessage, type Role } from '@rfc6455/connection';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, toHex, utf8 } from './bytes.ts';
import { Endpoint, type EndpointOptions, peerOf, ROLES } from './endpoint.ts';

/** What one end may do, or what may happen to the bytes that it has sent. */
type Action =
  | { readonly kind: 'text' | 'binary' | 'prepared' | 'ping'; readonly role: Role; readonly data: string }
  | { readonly kind: 'fragment' | 'end'; readonly role: Role; readonly data: string }
  | { readonly kind: 'close'; readonly role: Role; readonly code: number | undefined }
  | { readonly kind: 'deliver'; readonly role: Role; readonly count: number };

const role = fc.constantFrom(...ROLES);
const data = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom('', 'x'.repeat(126), 'é'.repeat(3000), 'x'.repeat(70_000)) },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('text', 'binary', 'prepared'), role, data }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('fragment', 'end'), role, data }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ping'), role, data: fc.string({ maxLength: 40 }) }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('deliver'), role, count: fc.nat({ max: 400 }) }) },
);
const closing: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('close'),
  role,
  code: fc.constantFrom(undefined, 1000, 1001, 3000, 4999),
});
/** A conversation in which Close frames come late, if at all. */
const actions = fc
  .tuple(fc.array(action, { maxLength: 60 }), fc.array(fc.oneof(action, action, closing), { maxLength: 12 }))
  .map(([before, after]) => [...before, ...after]);

/** One end, what it has sent, and its bytes that are on their way. */
class Party {
  readonly endpoint: Endpoint;
  readonly sent: (string | Uint8Array)[] = [];
  readonly pings: string[] = [];
  wire: Uint8Array = new Uint8Array(0);
  #message: { writer: MessageWriter; text: string } | undefined;

  constructor(role: Role, options: EndpointOptions) {
    this.endpoint = new Endpoint(role, options);
  }

  get pongs(): string[] {
    return this.endpoint.events.filter((event) => event.startsWith('pong')).map((event) => event.slice(5));
  }

  send(kind: 'text' | 'binary' | 'prepared', content: string): void {
    const { connection } = this.endpoint;
    if (this.#message !== undefined) {
      if (connection.canSend) expect(() => connection.send(content)).toThrow();
      else expect(connection.send(content)).toBe(false);
      return;
    }
    const value = kind === 'binary' ? utf8(content) : content;
    const expected = connection.canSend;
    expect(connection.send(kind === 'prepared' ? new PreparedMessage(content) : value)).toBe(expected);
    if (expected) this.sent.push(value);
  }

  fragment(content: string, last: boolean): void {
    this.#message ??= { writer: this.endpoint.connection.startMessage('text'), text: '' };
    const message = this.#message;
    message.text += content;
    const expected = this.endpoint.connection.canSend;
    expect(last ? message.writer.end(content) : message.writer.write(content)).toBe(expected);
    if (!last) return;
    this.#message = undefined;
    if (expected) this.sent.push(message.text);
  }

  ping(content: string): void {
    const payload = utf8(content).slice(0, 125);
    const expected = this.endpoint.connection.canSend;
    expect(this.endpoint.connection.ping(payload)).toBe(expected);
    if (expected) this.pings.push(toHex(payload));
  }

  close(code: number | undefined): void {
    const expected = this.endpoint.connection.canSend;
    expect(this.endpoint.connection.close(code)).toBe(expected);
  }

  endMessage(): void {
    if (this.#message !== undefined) this.fragment('', true);
  }
}

function act(parties: Readonly<Record<Role, Party>>, step: Action): void {
  const party = parties[step.role];
  if (step.kind === 'deliver') deliver(parties, step.role, step.count);
  else if (step.kind === 'close') party.close(step.code);
  else if (step.kind === 'ping') party.ping(step.data);
  else if (step.kind === 'fragment') party.fragment(step.data, false);
  else if (step.kind === 'end') party.fragment(step.data, true);
  else party.send(step.kind, step.data);
}

/** Carries up to `count` bytes from one end to the other; returns how many. */
function deliver(parties: Readonly<Record<Role, Party>>, from: Role, count: number): number {
  const sender = parties[from];
  const receiver = parties[peerOf(from)];
  sender.wire = concat([sender.wire, sender.endpoint.output()]);
  const bytes = sender.wire.slice(0, count);
  sender.wire = sender.wire.slice(count);
  receiver.endpoint.receive(bytes);
  return bytes.length;
}

/** Whether `start` is how `whole` begins. */
function expectStartOf(start: readonly unknown[], whole: readonly unknown[]): void {
  expect(start).toEqual(whole.slice(0, start.length));
}

const optionsOf = (inChunks: boolean): EndpointOptions => ({ inChunks });

/** What holds at any time, whatever was done. */
function expectSound(parties: Readonly<Record<Role, Party>>): void {
  for (const one of ROLES) {
    const { endpoint, sent, pings } = parties[one];
    const other = parties[peerOf(one)];
    expect(endpoint.violation).toBeUndefined();
    // [5.4-3] What arrives is what was sent, in that order.
    expectStartOf(other.endpoint.messages, sent);
    const heard = other.endpoint.events.filter((event) => event.startsWith('ping')).map((event) => event.slice(5));
    expectStartOf(heard, pings);
    expectStartOf(parties[one].pongs, heard);
    const { closeReceived } = other.endpoint.connection;
    if (closeReceived !== undefined) expect(closeReceived).toEqual(endpoint.connection.closeSent);
  }
}

describe('whatever two ends do', () => {
  it('all that was sent before a Close frame arrives, and both end with reports that match', () => {
    fc.assert(
      fc.property(actions, fc.boolean(), fc.constantFrom(...ROLES), (steps, inChunks, last) => {
        const parties = {
          client: new Party('client', optionsOf(inChunks)),
          server: new Party('server', optionsOf(false)),
        };
        for (const step of steps) act(parties, step);
        expectSound(parties);

        for (const one of ROLES) parties[one].endMessage();
        parties[last].close(1000);
        while (deliver(parties, 'client', 1e9) + deliver(parties, 'server', 1e9) > 0);
        expectSound(parties);
        const reports: CloseReport[] = [];
        for (const one of ROLES) {
          const { endpoint, sent } = parties[one];
          expect(endpoint.connection.transportDuty).toBe(one === 'server' ? 'end' : 'await-end');
          endpoint.connection.receiveEnd();
          expect(endpoint.connection.state).toBe('closed');
          expect(parties[peerOf(one)].endpoint.messages).toEqual(sent);
          reports.push(endpoint.report!);
        }
        const [client, server] = reports;
        expect([client!.wasClean, server!.wasClean]).toEqual([true, true]);
        expect([client!.sent, client!.received]).toEqual([server!.received, server!.sent]);
        expect([client!.code, server!.code]).toEqual([server!.sent!.code, client!.sent!.code]);
        expect([client!.initiator, server!.initiator]).not.toEqual(['remote', 'remote']);
        expect([client!.initiator, server!.initiator]).toContain('local');
        expect([client!.cause, server!.cause]).toEqual([undefined, undefined]);
      }),
    );
  });

  it('and wherever the transport is cut, what has arrived is what was sent, and both are closed', () => {
    fc.assert(
      fc.property(actions, fc.boolean(), (steps, inChunks) => {
        const parties = {
          client: new Party('client', optionsOf(false)),
          server: new Party('server', optionsOf(inChunks)),
        };
        for (const step of steps) act(parties, step);
        const cause = new Error('cut');
        for (const one of ROLES) {
          const { endpoint } = parties[one];
          const { closeSent, closeReceived } = endpoint.connection;
          endpoint.connection.receiveEnd(cause);
          const wasClean = closeSent !== undefined && closeReceived !== undefined;
          expect(endpoint.report).toMatchObject({
            code: closeReceived?.code ?? 1006,
            wasClean,
            cause: wasClean ? undefined : cause,
          });
          expect(endpoint.connection.state).toBe('closed');
        }
        expectSound(parties);
        for (const step of steps) act(parties, step);
        expectSound(parties);
        for (const one of ROLES) expect(parties[one].endpoint.events.at(-1)).toMatch(/^closed/);
      }),
    );
  });
});

it('the model is worth something: a byte that is lost shows', () => {
  const parties = { client: new Party('client', {}), server: new Party('server', {}) };
  parties.client.send('text', 'Hello');
  deliver(parties, 'client', 7);
  parties.client.wire = parties.client.wire.slice(1);
  deliver(parties, 'client', 1e9);
  parties.server.endpoint.receive(hex('81'));
  expect(() => expectSound(parties)).toThrow();
});
