/**
 * `WebSocketStream` as scenarios, in the form of `scenarios.ts`. They are written from the text of the WHATWG WebSockets
 * standard (pull request 48) and hold in the browser that has it.
 */
import type { WebSocketError as OurWebSocketError, WebSocketStream as OurWebSocketStream } from '@rfc6455/client';

export interface StreamPlatform {
  readonly WebSocketStream: typeof OurWebSocketStream;
  readonly WebSocketError: typeof OurWebSocketError;
}

export type StreamScenario = (platform: StreamPlatform, url: string) => unknown;

export interface StreamExpectation {
  readonly scenario: StreamScenario;
  readonly result: unknown;
  /** What the browser makes of it, where it reads the text otherwise. */
  readonly inBrowser?: { readonly result: unknown; readonly why: string };
}

export const streamScenarios: Readonly<Record<string, Readonly<Record<string, StreamExpectation>>>> = {
  'constructor(url, options)': {
    'throws for arguments that are not what they must be': {
      scenario: ({ WebSocketStream: Stream }) => {
        const nameOf = (make: () => unknown) => {
          try {
            make();
            return 'nothing';
          } catch (error) {
            return (error as Error).name;
          }
        };
        return [
          // @ts-expect-error no arguments
          () => new Stream(),
          () => new Stream('invalid:'),
          () => new Stream('ws://a/#'),
          () => new Stream('ws://a/', true as unknown as object),
          () => new Stream('ws://a/', { protocols: 'chat' }),
          () => new Stream('ws://a/', { protocols: ['a', 'a'] }),
          () => new Stream('ws://a/', { protocols: ['a b'] }),
          () => new Stream('ws://a/', { signal: {} as AbortSignal }),
        ].map(nameOf);
      },
      result: [
        'TypeError',
        'SyntaxError',
        'SyntaxError',
        'TypeError',
        'TypeError',
        'SyntaxError',
        'SyntaxError',
        'TypeError',
      ],
    },
    'opens with the subprotocol, the extensions and two streams': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url.replace('ws', 'http')}/echo`, { protocols: ['chat', 'talk'] });
        const info = await stream.opened;
        const { readable, writable, protocol, extensions } = info;
        stream.close();
        return [
          stream.url === `${url}/echo`,
          readable instanceof ReadableStream,
          writable instanceof WritableStream,
          protocol,
          extensions,
          Object.keys(info).sort(),
          `${stream}`,
        ];
      },
      result: [
        true,
        true,
        true,
        'chat',
        '',
        ['extensions', 'protocol', 'readable', 'writable'],

        '[object WebSocketStream]',
      ],
    },
    'rejects opened and closed when there is no connection': {
      scenario: async ({ WebSocketStream: Stream, WebSocketError: StreamError }, url) => {
        const got: unknown[] = [];
        for (const path of ['/refuse', '/no-protocol']) {
          const stream = new Stream(url + path, { protocols: ['chat'] });
          for (const promise of [stream.opened, stream.closed]) {
            const error = await promise.then(
              () => 'nothing',
              (reason) => reason,
            );
            got.push([error instanceof StreamError, error.name, error instanceof DOMException]);
          }
        }
        return got;
      },
      result: Array(4).fill([true, 'WebSocketError', true]),
    },
  },

  signal: {
    'that is aborted rejects both with its reason': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const reason = { any: 'thing' };
        const late = new AbortController();
        const all = [AbortSignal.abort(reason), late.signal].map((signal) => new Stream(`${url}/silent`, { signal }));
        setTimeout(() => late.abort(reason), 20);
        const promises = all.flatMap(({ opened, closed }) => [opened, closed] as Promise<unknown>[]);
        return Promise.all(
          promises.map((promise) =>
            promise.then(
              () => 'nothing',
              (got) => got === reason,
            ),
          ),
        );
      },
      result: [true, true, true, true],
      inBrowser: { result: Array(4).fill(false), why: 'the standard rejects with the reason of the signal' },
    },
    'does nothing once it is open': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const controller = new AbortController();
        const stream = new Stream(`${url}/echo`, { signal: controller.signal });
        const { readable, writable } = await stream.opened;
        controller.abort();
        await writable.getWriter().write('still there');
        const { value } = await readable.getReader().read();
        stream.close();
        return value;
      },
      result: 'still there',
    },
  },

  messages: {
    'are strings and bytes of their own, in order': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url}/echo`);
        const { readable, writable } = await stream.opened;
        const bytes = Uint8Array.of(1, 2, 3, 4);
        const writer = writable.getWriter();
        const sent = [
          'é',
          bytes,
          bytes.buffer,
          bytes.subarray(1, 3),
          new DataView(bytes.buffer, 3),
          '',
          new Uint8Array(0),
          'a\ud800',
          1 as unknown as string,
        ];
        for (const message of sent) void writer.write(message);
        const reader = readable.getReader();
        const got: unknown[] = [];
        for (const _ of sent) {
          const { value } = await reader.read();
          if (typeof value === 'string') got.push(value);
          else {
            const buffer = (ArrayBuffer.isView(value) ? value.buffer : value) as ArrayBuffer;
            got.push([value!.constructor.name, ...new Uint8Array(buffer)]);
            // To transfer a buffer takes it from whoever else has it.
            structuredClone(buffer, { transfer: [buffer] });
          }
        }
        stream.close();
        return got;
      },
      result: [
        'é',
        ...[[1, 2, 3, 4], [1, 2, 3, 4], [2, 3], [4]].map((bytes) => ['Uint8Array', ...bytes]),
        '',
        ['Uint8Array'],
        'a\ufffd',
        '1',
      ],
      inBrowser: {
        result: [
          'é',
          ...[[1, 2, 3, 4], [1, 2, 3, 4], [2, 3], [4]].map((bytes) => ['ArrayBuffer', ...bytes]),
          '',
          ['ArrayBuffer'],
          'a\ufffd',
          '1',
        ],
        why: 'the standard has Uint8Array',
      },
    },
    'that cannot be sent break the writable stream alone': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url}/echo`);
        const { writable } = await stream.opened;
        const writer = writable.getWriter();
        const bad = {
          toString() {
            throw new RangeError('bad');
          },
        };
        const names = [];
        for (const message of [bad, 'good']) {
          names.push(
            await writer.write(message as string).then(
              () => 'nothing',
              ({ name }) => name,
            ),
          );
        }
        stream.close();
        const { closeCode } = await stream.closed;
        return [names, closeCode];
      },
      result: [['RangeError', 'RangeError'], 1005],
    },
  },

  'close(closeInfo)': {
    'sends the code and the reason': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const all = [
          undefined,
          null,
          {},
          { closeCode: undefined },
          { closeCode: 3456, reason: 'why' },
          { closeCode: 1000 },
          { reason: '' },
          { reason: 'only' },
          { closeCode: '4000' },
          { closeCode: 3000.9 },
        ];
        return Promise.all(
          all.map(async (info) => {
            const stream = new Stream(`${url}/echo`);
            await stream.opened;
            stream.close(info as object);
            stream.close({ closeCode: 4999 });
            const { closeCode, reason } = await stream.closed;
            return [closeCode, reason];
          }),
        );
      },
      result: [1005, 1005, 1005, 1005, 3456, 1000, 1005, 1000, 4000, 3000].map((code) => [code, '']),
    },
    'throws for what cannot be sent, and closes nothing': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url}/echo`);
        const { readable, writable } = await stream.opened;
        const all = [
          true,
          1,
          { closeCode: 999 },
          { closeCode: 1001 },
          { closeCode: 2999 },
          { closeCode: 5000 },
          { closeCode: -1 },
          { closeCode: 65_536 },
          { closeCode: 'x' },
          { closeCode: 1000, reason: 'é'.repeat(62) },
          { reason: 'a'.repeat(124) },
        ];
        const names = all.map((info) => {
          try {
            stream.close(info as object);
            return 'nothing';
          } catch (error) {
            return (error as Error).name;
          }
        });
        await writable.getWriter().write('open');
        const { value } = await readable.getReader().read();
        stream.close();
        return [names, value];
      },
      result: [
        [
          ...Array(2).fill('TypeError'),
          ...Array(4).fill('InvalidAccessError'),
          ...Array(3).fill('TypeError'),
          ...Array(2).fill('SyntaxError'),
        ],
        'open',
      ],
      inBrowser: {
        result: [
          [...Array(2).fill('TypeError'), ...Array(7).fill('InvalidAccessError'), ...Array(2).fill('SyntaxError')],
          'open',
        ],
        why: 'the standard has [EnforceRange], which throws a TypeError',
      },
    },
    'gives the attempt up while it is connecting': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url}/silent`);
        stream.close();
        const name = ({ name }: Error) => name;
        return Promise.all([stream.opened.then(() => 'nothing', name), stream.closed.then(() => 'nothing', name)]);
      },
      result: ['WebSocketError', 'WebSocketError'],
    },
  },

  'the streams': {
    'close the connection when the writable is closed, and that is done when it is closed': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url}/echo`);
        const { readable, writable } = await stream.opened;
        const writer = writable.getWriter();
        void writer.write('last');
        const order: string[] = [];
        const closed = stream.closed.then(({ closeCode }) => order.push(`closed ${closeCode}`));
        await writer.close().then(() => order.push('writer'));
        await closed;
        const reader = readable.getReader();
        const { done } = await reader.read();
        return [order.sort(), typeof done];
      },
      result: [['closed 1005', 'writer'], 'boolean'],
    },
    'close it with the code of a WebSocketError, and with none for any other reason': {
      scenario: async ({ WebSocketStream: Stream, WebSocketError: StreamError }, url) => {
        const reasons = [
          undefined,
          new Error('a'),
          { closeCode: 3333 },
          new StreamError('a'),
          new StreamError('a', { closeCode: 3456, reason: 'why' }),
          new StreamError('a', { reason: 'why' }),
        ];
        const codes = (
          abandon: (info: { readable: ReadableStream; writable: WritableStream }, reason: unknown) => Promise<void>,
        ) =>
          Promise.all(
            reasons.map(async (reason) => {
              const stream = new Stream(`${url}/echo`);
              const info = await stream.opened;
              await abandon(info, reason).catch(() => {});
              return (await stream.closed).closeCode;
            }),
          );
        return [
          await codes(({ writable }, reason) => writable.abort(reason)),
          await codes(({ readable }, reason) => readable.cancel(reason)),
        ];
      },
      result: Array(2).fill([1005, 1005, 1005, 1005, 3456, 1000]),
    },
    'end when the peer closes: readable is done, writable refuses': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url}/close?code=1001&reason=bye`);
        const { readable, writable } = await stream.opened;
        const { closeCode, reason } = await stream.closed;
        const { done } = await readable.getReader().read();
        const name = await writable
          .getWriter()
          .write('late')
          .then(
            () => 'nothing',
            (error) => error.name,
          );
        return [closeCode, reason, done, name];
      },
      result: [1001, 'bye', true, 'InvalidStateError'],
    },
    'give what came before the end to who reads late': {
      scenario: async ({ WebSocketStream: Stream }, url) => {
        const stream = new Stream(`${url}/burst-close`);
        const { readable } = await stream.opened;
        const reader = readable.getReader();
        const got: unknown[] = [];
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return got;
          got.push(typeof value === 'string' ? value : [...value]);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
      result: ['a', 'b', [1, 2], 'c'],
      inBrowser: { result: ['a'], why: 'a readable stream that is closed still gives what is in its queue' },
    },
    'fail with the same WebSocketError when the connection is lost or broken': {
      scenario: async ({ WebSocketStream: Stream, WebSocketError: StreamError }, url) =>
        Promise.all(
          ['/cut', '/invalid'].map(async (path) => {
            const stream = new Stream(url + path);
            const { readable, writable } = await stream.opened;
            const reader = readable.getReader();
            const writer = writable.getWriter();
            const all = [stream.closed, reader.read(), writer.closed].map((promise) =>
              (promise as Promise<unknown>).catch((error) => error),
            );
            const [first, ...others] = (await Promise.all(all)) as [OurWebSocketError, ...unknown[]];
            return [
              first instanceof StreamError,
              first.closeCode,
              first.reason,
              others.map((error) => error === first),
            ];
          }),
        ),
      result: Array(2).fill([true, 1006, '', [true, true]]),
    },
  },

  WebSocketError: {
    'is a DOMException with a close code and a reason': {
      scenario: ({ WebSocketError: StreamError }) =>
        [
          new StreamError(),
          new StreamError('message', { closeCode: 3456, reason: 'why' }),
          new StreamError('', { reason: 'why' }),
          new StreamError('', { closeCode: 1000 }),
        ].map(({ name, message, code, closeCode, reason }) => [name, message, code, closeCode, reason]),
      result: [
        ['WebSocketError', '', 0, null, ''],
        ['WebSocketError', 'message', 0, 3456, 'why'],
        ['WebSocketError', '', 0, 1000, 'why'],
        ['WebSocketError', '', 0, 1000, ''],
      ],
    },
    'throws for what could not be closed with': {
      scenario: ({ WebSocketError: StreamError }) =>
        [{ closeCode: 999 }, { closeCode: 1001 }, { closeCode: 70_000 }, { reason: 'é'.repeat(62) }, true].map(
          (init) => {
            try {
              new StreamError('', init as object);
              return 'nothing';
            } catch (error) {
              return (error as Error).name;
            }
          },
        ),
      result: ['InvalidAccessError', 'InvalidAccessError', 'TypeError', 'SyntaxError', 'TypeError'],
      inBrowser: {
        result: ['InvalidAccessError', 'InvalidAccessError', 'InvalidAccessError', 'SyntaxError', 'TypeError'],
        why: 'the standard has [EnforceRange], which throws a TypeError',
      },
    },
  },
};
