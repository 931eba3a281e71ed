/**
 * The WHATWG WebSockets standard as scenarios, a group for each of its algorithms. A scenario runs in whatever has a
 * `WebSocket`, a browser included: it uses nothing but its arguments and what the web has, and returns what JSON can hold.
 */

/** What a scenario gets: a `WebSocket`, and the `ws://127.0.0.1:port` of the scenario server. */
export type Scenario = (Socket: typeof WebSocket, url: string) => unknown;

/** Where another implementation reads the standard otherwise, and what the standard says. */
export interface Difference {
  readonly result: unknown;
  readonly why: string;
}

export interface Expectation {
  readonly scenario: Scenario;
  readonly result: unknown;
  readonly differences?: { readonly [implementation in 'browser' | 'node']?: Difference };
}

export type Scenarios = Readonly<Record<string, Readonly<Record<string, Expectation>>>>;

export const scenarios: Scenarios = {
  'constructor(url, protocols)': {
    'throws a TypeError without arguments': {
      scenario: (Socket) => {
        try {
          // @ts-expect-error no arguments
          return new Socket().url;
        } catch (error) {
          return (error as Error).name;
        }
      },
      result: 'TypeError',
    },
    'throws a TypeError when it is called': {
      scenario: (Socket, url) => {
        try {
          return (Socket as unknown as (url: string) => unknown)(url);
        } catch (error) {
          return (error as Error).name;
        }
      },
      result: 'TypeError',
    },
    'throws SyntaxError for what is no URL, has another scheme or a fragment [3-2]': {
      scenario: (Socket) => {
        const urls = ['', ' ', 'ws://', 'ws://[::1', 'ws://a:99999', 'ftp://a/', 'mailto:a', 'blob:ws://a/'];
        return [...urls, 'ws://a/#', 'ws://a/#b', 'https://a/?b#c'].map((url) => {
          try {
            return new Socket(url).url;
          } catch (error) {
            return `${error instanceof DOMException} ${(error as Error).name}`;
          }
        });
      },
      result: Array(11).fill('true SyntaxError'),
    },
    'parses the URL by the rules of the web, http as ws': {
      scenario: (Socket) =>
        [
          'ws://a',
          'WS://A:80/b/../c?d e',
          'wss://a:443',
          'http://a/',
          'https://a:444',
          '\tws://a/\n',
          'ws:a',
          'ws://a/é[]',
        ].map((url) => {
          const socket = new Socket(url);
          socket.onerror = () => {};
          socket.close();
          return socket.url;
        }),
      result: [
        'ws://a/',
        'ws://a/c?d%20e',
        'wss://a/',
        'ws://a/',
        'wss://a:444/',
        'ws://a/',
        'ws://a/',
        'ws://a/%C3%A9[]',
      ],
    },
    'takes a URL object, and anything that becomes a string': {
      scenario: (Socket) =>
        [new URL('http://a/b'), { toString: () => 'ws://c' }, ['ws://d']].map((url) => {
          const socket = new Socket(url as string);
          socket.close();
          return socket.url;
        }),
      result: ['ws://a/b', 'ws://c/', 'ws://d/'],
    },
    'throws SyntaxError for subprotocols that are not tokens that all differ [4.1-32]': {
      scenario: (Socket) =>
        ['', 'a b', 'a,b', 'é', ['a', 'a'], ['a', ''], ['a', '@'], [undefined, 'undefined'], 'a\n'].map((protocols) => {
          try {
            return new Socket('ws://a/', protocols as string[]).url;
          } catch (error) {
            return `${error instanceof DOMException} ${(error as Error).name}`;
          }
        }),
      result: Array(9).fill('true SyntaxError'),
    },
    'takes one subprotocol as a string, several in what can be iterated over, and makes strings of all': {
      scenario: (Socket) =>
        [undefined, 'a', ['a', 'b'], new Set(['a']), null, 1, [null, 1], []].map((protocols) => {
          const socket = new Socket('ws://a/', protocols as string[]);
          socket.close();
          return socket.readyState;
        }),
      result: Array(8).fill(2),
    },
    'throws what the conversion of an argument throws': {
      scenario: (Socket) =>
        [
          () => new Socket(Symbol('a') as unknown as string),
          () => new Socket('ws://a/', [Symbol('a')] as unknown as string[]),
          () =>
            new Socket({
              toString() {
                throw new RangeError();
              },
            } as unknown as string),
        ].map((construct) => {
          try {
            return construct().url;
          } catch (error) {
            return (error as Error).name;
          }
        }),
      result: ['TypeError', 'TypeError', 'RangeError'],
    },
    'begins with nothing known': {
      scenario: (Socket, url) => {
        const socket = new Socket(`${url}/echo`, 'chat');
        const { readyState, bufferedAmount, extensions, protocol, binaryType, onopen, onmessage, onerror, onclose } =
          socket;
        socket.close();
        return { readyState, bufferedAmount, extensions, protocol, binaryType, onopen, onmessage, onerror, onclose };
      },
      result: {
        readyState: 0,
        bufferedAmount: 0,
        extensions: '',
        protocol: '',
        binaryType: 'blob',
        onopen: null,
        onmessage: null,
        onerror: null,
        onclose: null,
      },
    },
  },

  'the interface': {
    'has constants that cannot be changed, on the class and on each socket': {
      scenario: (Socket) =>
        ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].map((name) => {
          const own = Object.getOwnPropertyDescriptor(Socket, name);
          return [own, Object.getOwnPropertyDescriptor(Socket.prototype, name)];
        }),
      result: [0, 1, 2, 3].map((value) => {
        const constant = { value, writable: false, enumerable: true, configurable: false };
        return [constant, constant];
      }),
    },
    'has members that are enumerable, and takes as many arguments': {
      scenario: (Socket) => {
        const names: string[] = [];
        for (const name in Socket.prototype) if (!(name in EventTarget.prototype)) names.push(name);
        const { send, close } = Socket.prototype;
        return [names.sort(), Socket.length, send.length, close.length, Socket.name];
      },
      result: [
        [
          'CLOSED',
          'CLOSING',
          'CONNECTING',
          'OPEN',
          'binaryType',
          'bufferedAmount',
          'close',
          'extensions',
          'onclose',
          'onerror',
          'onmessage',
          'onopen',
          'protocol',
          'readyState',
          'send',
          'url',
        ],
        1,
        1,
        0,
        'WebSocket',
      ],
    },
    'is an EventTarget, and says its name': {
      scenario: (Socket) => {
        const socket = new Socket('ws://a/');
        socket.close();
        return [socket instanceof EventTarget, `${socket}`, Object.getPrototypeOf(Socket) === EventTarget];
      },
      result: [true, '[object WebSocket]', true],
    },
    'ignores what is no binary type': {
      scenario: (Socket) => {
        const socket = new Socket('ws://a/');
        socket.close();
        return ['arraybuffer', 'nodebuffer', new String('blob'), '', 'arraybuffer'].map((type) => {
          socket.binaryType = type as BinaryType;
          return socket.binaryType;
        });
      },
      result: ['arraybuffer', 'arraybuffer', 'blob', 'blob', 'arraybuffer'],
      differences: {
        node: {
          result: ['arraybuffer', 'blob', 'blob', 'blob', 'arraybuffer'],
          why: 'Web IDL ignores what is no value of an enumeration',
        },
      },
    },
    'keeps a handler that is an object, and makes null of anything else': {
      scenario: (Socket) => {
        const socket = new Socket('ws://a/');
        socket.close();
        return [() => {}, {}, 1, 'a', null, undefined].map((handler) => {
          socket.onmessage = handler as null;
          return (socket.onmessage as unknown) === handler;
        });
      },
      result: [true, true, false, false, true, false],
    },
    'calls the handler in its place among the listeners, which it keeps while it is one': {
      scenario: async (Socket, url) => {
        const run = async (type: 'open' | 'message', early: boolean) => {
          const order: string[] = [];
          const socket = new Socket(`${url}/burst`);
          const name = `on${type}` as const;
          if (early) socket[name] = () => order.push('replaced');
          socket.addEventListener(type, () => order.push('first'));
          socket[name] = function (this: unknown) {
            order.push(`handler ${this === socket}`);
          };
          socket.addEventListener(type, () => order.push('second'), { once: true });
          await new Promise((resolve) => socket.addEventListener(type, resolve, { once: true }));
          socket.close();
          return order.slice(0, 3);
        };
        const again = async () => {
          const order: string[] = [];
          const socket = new Socket(`${url}/burst`);
          socket.onmessage = () => order.push('replaced');
          socket.onmessage = null;
          socket.addEventListener('message', () => order.push('first'));
          socket.onmessage = () => order.push('handler');
          await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
          socket.close();
          return order.slice(0, 2);
        };
        return [
          await run('open', true),
          await run('open', false),
          await run('message', true),
          await run('message', false),
          await again(),
        ];
      },
      result: [
        ['handler true', 'first', 'second'],
        ['first', 'handler true', 'second'],
        ['handler true', 'first', 'second'],
        ['first', 'handler true', 'second'],
        ['first', 'handler'],
      ],
      differences: {
        node: {
          result: [...Array(4).fill(['first', 'handler true', 'second']), ['first', 'handler']],
          why: 'HTML keeps the place of a handler that is replaced',
        },
      },
    },
  },

  'establish a connection': {
    'opens, and then knows the subprotocol': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`, ['chat', 'talk']);
        const event = await new Promise<Event>((resolve) => {
          socket.onopen = resolve;
        });
        const { readyState, protocol, extensions } = socket;
        socket.close();
        const { type, target, bubbles, cancelable } = event;
        return [type, target === socket, bubbles, cancelable, event.constructor.name, readyState, protocol, extensions];
      },
      result: ['open', true, false, false, 'Event', 1, 'chat', ''],
    },
    'fails with error and close when nobody answers at the port': {
      scenario: (Socket) =>
        new Promise((resolve) => {
          const socket = new Socket('ws://127.0.0.1:1/');
          const events: unknown[] = [];
          socket.onerror = ({ type }) => events.push(type, socket.readyState);
          socket.onclose = ({ type, code, reason, wasClean }) => {
            resolve([...events, type, code, reason, wasClean, socket.readyState]);
          };
        }),
      result: ['error', 3, 'close', 1006, '', false, 3],
    },
    'fails when the server refuses, selects no subprotocol or another [4.1-36] [4.1-41]': {
      scenario: (Socket, url) =>
        Promise.all(
          ['/refuse', '/no-protocol', '/other-protocol'].map((path) => {
            const socket = new Socket(url + path, 'chat');
            const events: unknown[] = [];
            socket.onopen = ({ type }) => events.push(type);
            socket.onerror = ({ type }) => events.push(type);
            return new Promise((resolve) => {
              socket.onclose = ({ code, wasClean }) => resolve([...events, code, wasClean]);
            });
          }),
        ),
      result: Array(3).fill(['error', 1006, false]),
    },
  },

  'send(data)': {
    'throws InvalidStateError while connecting, whatever is sent': {
      scenario: (Socket, url) => {
        const socket = new Socket(`${url}/silent`);
        const names = ['a', new ArrayBuffer(1), new Blob(['a']), 1].map((data) => {
          try {
            socket.send(data as string);
            return 'nothing';
          } catch (error) {
            return (error as Error).name;
          }
        });
        socket.close();
        return [...names, socket.bufferedAmount];
      },
      result: [...Array(4).fill('InvalidStateError'), 0],
    },
    'throws a TypeError without an argument, for a symbol, and for shared or resizable memory': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`);
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        const Resizable = ArrayBuffer as unknown as new (
          length: number,
          options: { maxByteLength: number },
        ) => ArrayBuffer;
        const shared = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer;
        const all = [
          [],
          [Symbol('a')],
          [new Uint8Array(shared, 0, 1)],
          [new Resizable(1, { maxByteLength: 2 })],
          [new Uint8Array(new Resizable(1, { maxByteLength: 2 }))],
        ];
        const names = all.map((data) => {
          try {
            socket.send(...(data as unknown as [string]));
            return 'nothing';
          } catch (error) {
            return (error as Error).name;
          }
        });
        socket.close();
        return names;
      },
      result: Array(5).fill('TypeError'),
      differences: {
        node: {
          result: ['TypeError', 'TypeError', ...Array(3).fill('nothing')],
          why: 'Web IDL takes these only where [AllowShared] and [AllowResizable] say so',
        },
      },
    },
    'sends text, buffers, just the bytes of views, and Blobs, in order': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`);
        socket.binaryType = 'arraybuffer';
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
        const sent = [
          'é',
          new Blob(['large'.repeat(50_000)]),
          bytes.buffer,
          bytes.subarray(2, 4),
          new DataView(bytes.buffer, 6),
          new Uint16Array(bytes.buffer, 2, 1),
          new Blob(['b']),
          '',
          new Uint8Array(0),
          'last',
        ];
        const got: unknown[] = [];
        const done = new Promise<void>((resolve) => {
          socket.onmessage = ({ data }) => {
            const long = data.byteLength > 100 ? data.byteLength : [...new Uint8Array(data)];
            got.push(typeof data === 'string' ? data : long);
            if (data === 'last') resolve();
          };
        });
        for (const data of sent) socket.send(data);
        // What was passed has been taken.
        bytes.fill(0);
        await done;
        socket.close();
        return got;
      },
      result: ['é', 250_000, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4], [7, 8], [3, 4], [98], '', [], 'last'],
    },
    'makes a string of anything else, with U+FFFD for a surrogate that stands alone': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`);
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        const sent = [1, null, undefined, true, { toString: () => 'object' }, [1, 2], 'a\ud800b', '\ud83d\ude00'];
        const got: unknown[] = [];
        await new Promise<void>((resolve) => {
          socket.onmessage = ({ data }) => {
            if (got.push(data) === sent.length) resolve();
          };
          for (const data of sent) socket.send(data as string);
        });
        socket.close();
        return got;
      },
      result: ['1', 'null', 'undefined', 'true', 'object', '1,2', 'a\ufffdb', '😀'],
    },
    'counts bytes without framing in bufferedAmount, until they are written, and for ever once it is closing': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`);
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        const amounts: number[] = [];
        const send = (data: string | Blob | Uint8Array<ArrayBuffer>) => {
          socket.send(data);
          amounts.push(socket.bufferedAmount);
        };
        send('é');
        send(new Uint8Array(5));
        send(new Blob(['abc']));
        send('');
        while (socket.bufferedAmount > 0) await new Promise((resolve) => setTimeout(resolve, 1));
        amounts.push(socket.bufferedAmount);
        socket.close();
        send('ab');
        await new Promise((resolve) => {
          socket.onclose = resolve;
        });
        send(new Uint8Array(7));
        send('a\ud800');
        await new Promise((resolve) => setTimeout(resolve, 20));
        amounts.push(socket.bufferedAmount);
        return amounts;
      },
      result: [2, 7, 10, 10, 0, 2, 9, 13, 13],
      differences: {
        node: {
          result: [2, 7, 10, 10, 0, 0, 0, 0, 0],
          why: 'the standard counts also what is sent when it is closing',
        },
      },
    },
  },

  'close(code, reason)': {
    'throws InvalidAccessError for codes that scripts may not send, clamped to 16 bits [7.4.1-3]': {
      scenario: (Socket, url) => {
        const socket = new Socket(`${url}/silent`);
        const codes = [
          0,
          999,
          1001,
          1005,
          1006,
          2999,
          5000,
          66_536,
          -1,
          null,
          Number.NaN,
          '',
          'x',
          999.4,
          2999.5,
          4999.6,
        ];
        const names = codes.map((code) => {
          try {
            socket.close(code as number);
            return `nothing for ${code}`;
          } catch (error) {
            return (error as Error).name;
          }
        });
        return [names, socket.readyState];
      },
      result: [[...Array(14).fill('InvalidAccessError'), 'nothing for 2999.5', 'InvalidAccessError'], 2],
      differences: {
        browser: {
          result: [[...Array(15).fill('InvalidAccessError'), 'nothing for 4999.6'], 2],
          why: '[Clamp] of Web IDL rounds to the nearest integer, of two to the even one',
        },
        node: {
          result: [
            [...Array(13).fill('InvalidAccessError'), 'nothing for 999.4', 'nothing for 2999.5', 'InvalidAccessError'],
            2,
          ],
          why: '[Clamp] of Web IDL rounds to the nearest integer, of two to the even one',
        },
      },
    },
    'rounds a code to the nearest integer, of two to the even one': {
      scenario: async (Socket, url) =>
        Promise.all(
          [3000.4, 2999.6, 3000.5, 3001.5, '4000', 999.5].map(async (code) => {
            const socket = new Socket(`${url}/echo`);
            await new Promise((resolve) => {
              socket.onopen = resolve;
            });
            const closed = new Promise((resolve) => {
              socket.onclose = (event) => resolve(event.code);
            });
            try {
              socket.close(code as number);
            } catch (error) {
              socket.close();
              return (error as Error).name;
            }
            return closed;
          }),
        ),
      result: [3000, 3000, 3000, 3002, 4000, 1000],
      differences: {
        browser: {
          result: [3000, 'InvalidAccessError', 3000, 3001, 4000, 'InvalidAccessError'],
          why: '[Clamp] of Web IDL rounds to the nearest integer, of two to the even one',
        },
      },
    },
    'throws SyntaxError for a reason of more than 123 bytes of UTF-8, and closes nothing': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`);
        const names = ['a'.repeat(124), 'é'.repeat(62)].map((reason) => {
          try {
            socket.close(1000, reason);
            return 'nothing';
          } catch (error) {
            return (error as Error).name;
          }
        });
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        socket.close(3000, `${'é'.repeat(61)}a`);
        return names;
      },
      result: ['SyntaxError', 'SyntaxError'],
    },
    'gives up a connection that is not open, with error and close': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/silent`);
        const events: unknown[] = [];
        socket.onopen = () => events.push('open');
        socket.onerror = () => events.push('error', socket.readyState);
        const closed = new Promise<CloseEvent>((resolve) => {
          socket.onclose = resolve;
        });
        socket.close(3000, 'why');
        events.push(socket.readyState);
        await null;
        events.push('in a task of its own');
        const { code, reason, wasClean } = await closed;
        return [...events, code, reason, wasClean, socket.readyState];
      },
      result: [2, 'in a task of its own', 'error', 3, 1006, '', false, 3],
      differences: {
        node: {
          result: ['error', 3, 2, 'in a task of its own', 1006, '', false, 2],
          why: 'the standard fires events in tasks of their own',
        },
      },
    },
    'sends no body, a code, or a code and a reason; 1000 for a reason alone': {
      scenario: async (Socket, url) =>
        Promise.all(
          [[], [undefined], [3000], [3001, 'why'], [3002, undefined], [undefined, 'why'], [4000, '\ud800']].map(
            async (parameters) => {
              const socket = new Socket(`${url}/echo`);
              await new Promise((resolve) => {
                socket.onopen = resolve;
              });
              try {
                socket.close(...(parameters as [number, string]));
              } catch (error) {
                socket.close();
                return (error as Error).name;
              }
              const state = socket.readyState;
              socket.close(4999, 'twice is once');
              return new Promise((resolve) => {
                socket.onclose = ({ code, reason, wasClean }) => resolve([state, code, reason, wasClean]);
              });
            },
          ),
        ),
      result: [
        [2, 1005, '', true],
        [2, 1005, '', true],
        [2, 3000, '', true],
        [2, 3001, '', true],
        [2, 3002, '', true],
        [2, 1000, '', true],
        [2, 4000, '', true],
      ],
      differences: {
        browser: {
          result: [
            [2, 1005, '', true],
            [2, 1005, '', true],
            [2, 3000, '', true],
            [2, 3001, '', true],
            [2, 3002, '', true],
            'InvalidAccessError',
            [2, 4000, '', true],
          ],
          why: 'Web IDL takes undefined for an argument that is not there',
        },
      },
    },
    'sends what was sent before, Blobs too, and then the Close frame': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`);
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        socket.send(new Blob(['a'.repeat(100_000)]));
        socket.send('b');
        socket.close(1000);
        const got: unknown[] = [];
        socket.onmessage = ({ data }) => got.push(data);
        const { code, wasClean } = await new Promise<CloseEvent>((resolve) => {
          socket.onclose = resolve;
        });
        // The echoes come when it is closing, and are dropped.
        return [got, code, wasClean, socket.bufferedAmount];
      },
      result: [[], 1000, true, 0],
    },
    'does nothing when it is closed': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/close`);
        let closed = 0;
        await new Promise((resolve) => {
          socket.onclose = (event) => {
            closed += 1;
            resolve(event);
          };
        });
        socket.close();
        socket.close(3000);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return [closed, socket.readyState];
      },
      result: [1, 3],
    },
  },

  'a message has been received': {
    'fires message with data, origin and nothing else': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/burst`);
        const event = await new Promise<MessageEvent>((resolve) => {
          socket.onmessage = (first) => {
            socket.onmessage = null;
            // When it has been dispatched.
            setTimeout(() => resolve(first), 0);
          };
        });
        const { type, data, origin, lastEventId, source, ports, target, bubbles, cancelable, defaultPrevented } = event;
        const classes = [event instanceof MessageEvent, event instanceof Event, event.constructor === MessageEvent];
        const after = [event.currentTarget, event.eventPhase, event.composedPath().length];
        const copy = new MessageEvent(event.type, event as unknown as MessageEventInit).data;
        socket.close();
        return [
          type,
          data,
          origin === url,
          lastEventId,
          source,
          ports,
          target === socket,
          bubbles,
          cancelable,
          defaultPrevented,
          classes,
          after,
          copy,
        ];
      },
      result: ['message', 'a', true, '', null, [], true, false, false, false, [true, true, true], [null, 0, 0], 'a'],
      differences: {
        node: {
          result: [
            'message',
            'a',
            true,
            '',
            null,
            [],
            true,
            false,
            false,
            false,
            [false, true, false],
            [null, 0, 0],
            'a',
          ],
          why: 'undici has classes of its own',
        },
      },
    },
    'shows an event that is being dispatched to a handler': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/burst`);
        return new Promise((resolve) => {
          socket.onmessage = function (this: unknown, event) {
            socket.onmessage = null;
            event.preventDefault();
            event.stopPropagation();
            event.stopImmediatePropagation();
            const { currentTarget, eventPhase, defaultPrevented, returnValue, composed, srcElement } = event;
            resolve([
              this === socket,
              currentTarget === socket,
              eventPhase,
              event.composedPath()[0] === socket,
              defaultPrevented,
              returnValue,
              composed,
              srcElement === socket,
              event.timeStamp > 0,
            ]);
            socket.close();
          };
        });
      },
      result: [true, true, 2, true, false, true, false, true, true],
    },
    'gives a Blob or an ArrayBuffer of exactly the message, as binaryType is when it is told': {
      scenario: async (Socket, url) => {
        const got: unknown[] = [];
        for (const type of ['blob', 'arraybuffer'] as const) {
          const socket = new Socket(`${url}/echo`);
          await new Promise((resolve) => {
            socket.onopen = resolve;
          });
          socket.send(Uint8Array.of(1, 2, 3));
          socket.binaryType = type;
          const { data } = await new Promise<MessageEvent>((resolve) => {
            socket.onmessage = resolve;
          });
          const buffer = data instanceof Blob ? await data.arrayBuffer() : data;
          got.push(data.constructor.name, data.type ?? null, [...new Uint8Array(buffer)], buffer.byteLength);
          socket.close();
        }
        return got;
      },
      result: ['Blob', '', [1, 2, 3], 3, 'ArrayBuffer', null, [1, 2, 3], 3],
    },
    'runs what one event has put off before the next event': {
      scenario: (Socket, url) => {
        const socket = new Socket(`${url}/burst-close`);
        const got: unknown[] = [];
        const next = (type: 'open' | 'message') =>
          new Promise<MessageEvent>((resolve) => {
            socket.addEventListener(type, resolve as () => void, { once: true });
          });
        const data = async () => (await next('message')).data;
        const readAll = async () => {
          await next('open');
          got.push(await data());
          await null;
          await null;
          got.push(await (async () => data())());
          got.push((await data()) instanceof Blob);
          got.push(await data());
        };
        void readAll();
        return new Promise((resolve) => {
          socket.onclose = () => resolve(got);
        });
      },
      result: ['a', 'b', true, 'c'],
      differences: {
        node: { result: ['a'], why: 'the standard fires events in tasks of their own' },
      },
    },
    'does so for handlers': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/burst-close`);
        const order: string[] = [];
        socket.onopen = async () => {
          order.push('open');
          await null;
          await null;
          order.push('after open');
          socket.onmessage = async ({ data }) => {
            order.push(typeof data);
            for (let i = 0; i < 5; i++) await null;
            order.push('after it');
          };
        };
        await new Promise((resolve) => {
          socket.onclose = resolve;
        });
        return order;
      },
      result: ['open', 'after open', ...['string', 'string', 'object', 'string'].flatMap((type) => [type, 'after it'])],
      differences: {
        node: {
          result: ['open', 'after open', 'string', 'string', 'object', 'string', ...Array(4).fill('after it')],
          why: 'the standard fires events in tasks of their own',
        },
      },
    },
    'drops messages once close was called': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/burst`);
        const got: unknown[] = [];
        socket.onmessage = ({ data }) => {
          got.push(data);
          socket.close();
        };
        await new Promise((resolve) => {
          socket.onclose = resolve;
        });
        return got;
      },
      result: ['a'],
    },
    'takes the data, not a message, of an empty binary message': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/echo`);
        socket.binaryType = 'arraybuffer';
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        const lengths: number[] = [];
        for (let i = 0; i < 2; i++) {
          socket.send(new Uint8Array(0));
          const { data } = await new Promise<MessageEvent>((resolve) => {
            socket.onmessage = resolve;
          });
          lengths.push(data.byteLength);
        }
        socket.close();
        return lengths;
      },
      result: [0, 0],
    },
  },

  'the connection is closed': {
    'fires close with what was received': {
      scenario: (Socket, url) =>
        Promise.all(
          ['/close', '/close?code=1000', '/close?code=1001&reason=bye', '/close?code=4999&reason=%C3%A9'].map(
            (path) => {
              const socket = new Socket(url + path);
              const events: string[] = [];
              socket.onopen = () => events.push('open');
              socket.onerror = () => events.push('error');
              return new Promise((resolve) => {
                socket.onclose = (event) => {
                  const { type, code, reason, wasClean, target, bubbles, cancelable } = event;
                  const { name } = event.constructor;
                  resolve([
                    ...events,
                    type,
                    code,
                    reason,
                    wasClean,
                    target === socket,
                    bubbles,
                    cancelable,
                    name,
                    socket.readyState,
                  ]);
                };
              });
            },
          ),
        ),
      result: [
        [1005, ''],
        [1000, ''],
        [1001, 'bye'],
        [4999, 'é'],
      ].map((received) => ['open', 'close', ...received, true, true, false, false, 'CloseEvent', 3]),
    },
    'is closing when the Close frame has come and the connection is still there': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/burst-close`);
        const states: number[] = [];
        socket.onopen = () => states.push(socket.readyState);
        socket.onmessage = () => states.push(socket.readyState);
        await new Promise((resolve) => {
          socket.onclose = resolve;
        });
        return [...states, socket.readyState];
      },
      result: [1, 1, 1, 1, 1, 3],
    },
    'fires error before close when the peer breaks the protocol [7.1.7-1]': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/invalid`);
        const events: unknown[] = [];
        socket.onopen = () => events.push('open');
        socket.onerror = ({ target }) => events.push('error', target === socket, socket.readyState);
        const { code, reason, wasClean } = await new Promise<CloseEvent>((resolve) => {
          socket.onclose = resolve;
        });
        return [...events, code, reason, wasClean];
      },
      result: ['open', 'error', true, 3, 1006, '', false],
    },
    'fires error before close when the connection is lost [7.2.1-2]': {
      scenario: (Socket, url) =>
        Promise.all(
          ['/cut', '/cut-on-message'].map(async (path) => {
            const socket = new Socket(url + path);
            const events: unknown[] = [];
            socket.onopen = () => {
              events.push('open');
              socket.send('cut');
            };
            socket.onerror = () => events.push('error');
            const { code, reason, wasClean } = await new Promise<CloseEvent>((resolve) => {
              socket.onclose = resolve;
            });
            return [...events, code, reason, wasClean];
          }),
        ),
      result: Array(2).fill(['open', 'error', 1006, '', false]),
      differences: {
        browser: {
          result: Array(2).fill(['open', 1006, '', false]),
          why: 'RFC 6455 section 7.2.1: a connection that is lost has failed',
        },
      },
    },
    'keeps url, protocol and binaryType': {
      scenario: async (Socket, url) => {
        const socket = new Socket(`${url}/close`, 'chat');
        await new Promise((resolve) => {
          socket.onclose = resolve;
        });
        return [
          socket.url === `${url}/close`,
          socket.protocol,
          socket.extensions,
          socket.binaryType,
          socket.bufferedAmount,
        ];
      },
      result: [true, 'chat', '', 'blob', 0],
    },
  },

  'garbage collection': {
    'keeps a socket with a listener alive while it is open, though nobody refers to it': {
      scenario: (Socket, url) =>
        new Promise((resolve) => {
          const made = new WeakRef(new Socket(`${url}/echo`));
          const collect = (globalThis as { gc?: () => void }).gc;
          let round = 0;
          made.deref()!.onmessage = function (this: unknown, { data }) {
            const socket = this as WebSocket;
            collect?.();
            round += 1;
            if (round < 5) return setTimeout(() => socket.send(`${round}`), 10);
            socket.close();
            resolve([data, typeof collect]);
          };
          made.deref()!.addEventListener('open', ({ target }) => {
            collect?.();
            (target as WebSocket).send('0');
          });
          collect?.();
        }),
      result: ['4', 'function'],
    },
  },
};
