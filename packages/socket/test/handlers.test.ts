import { pingFrame, pongFrame, socketAndPeer, textFrame } from '@rfc6455/testing';
import { describe, expect, it, vi } from 'vitest';

describe('handlers that fail', () => {
  const failing = {
    throws: () => {
      throw new Error('secret');
    },
    rejects: async () => {
      throw new Error('secret');
    },
  };
  for (const [how, fail] of Object.entries(failing)) {
    it.each(['open', 'message', 'ping', 'pong'] as const)(
      `%s that ${how} closes its socket with 1011 and is reported`,
      async (name) => {
        const errors: Error[] = [];
        const { socket, peer } = socketAndPeer({
          role: 'server',
          closeTimeout: 50,
          handler: { [name]: fail, error: (_socket, error) => errors.push(error) },
        });
        peer.send(textFrame('x'));
        peer.send(pingFrame('x'));
        peer.send(pongFrame('x'));
        const report = await socket.closed;
        expect(report).toMatchObject({ wasClean: false, sent: { code: 1011, reason: '' } });
        expect(errors[0]).toMatchObject({ code: 'HANDLER_FAILED', cause: { message: 'secret' } });
        expect(Buffer.from(peer.received).toString()).not.toContain('secret');
      },
    );
  }

  it('are a process warning where there is no error handler', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { socket, peer } = socketAndPeer({
      role: 'server',
      closeTimeout: 50,
      handler: {
        message: () => {
          throw 'not even an error';
        },
      },
    });
    peer.send(textFrame('x'));
    await socket.closed;
    expect(warn).toHaveBeenCalledWith('a handler failed: not even an error', 'WebSocketHandlerWarning');
    warn.mockRestore();
  });

  it('an error handler that throws is a process warning too', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { socket, peer } = socketAndPeer({
      role: 'server',
      closeTimeout: 50,
      handler: {
        message: failing.throws,
        error: () => {
          throw new Error('again');
        },
      },
    });
    peer.send(textFrame('x'));
    await socket.closed;
    expect(warn.mock.calls[0]![0]).toContain('again');
    warn.mockRestore();
  });

  it('an error handler that rejects each time is a process warning, once a failure', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const error = vi.fn(async () => {
      throw new Error('again');
    });
    const { socket, peer } = socketAndPeer({
      role: 'server',
      closeTimeout: 50,
      handler: { message: failing.throws, error },
    });
    peer.send(textFrame('x'));
    await socket.closed;
    expect(error).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('that iterate over the messages are not blamed for a connection that is lost', async () => {
    const error = vi.fn();
    const got: unknown[] = [];
    const { socket, peer, streams } = socketAndPeer({
      role: 'server',
      handler: {
        open: async (socket) => {
          for await (const message of socket) got.push(message);
        },
        error,
      },
    });
    peer.send(textFrame('x'));
    await streams.quiet();
    expect(got).toEqual(['x']);
    peer.reset();
    expect(await socket.closed).toMatchObject({ code: 1006, cause: { code: 'TRANSPORT_FAILED' } });
    await streams.quiet();
    expect(error).not.toHaveBeenCalled();
  });

  it('that all return the same promise fail once', async () => {
    const error = vi.fn();
    let failed: Promise<never> | undefined;
    const { socket, peer } = socketAndPeer({
      role: 'server',
      closeTimeout: 50,
      handler: { message: () => (failed ??= Promise.reject(new Error('secret'))), error },
    });
    peer.send(...Array.from({ length: 10 }, () => textFrame('x')));
    await socket.closed;
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('close that throws does not keep the socket from being closed', async () => {
    const errors: Error[] = [];
    const { socket, peer } = socketAndPeer({
      role: 'server',
      handler: { close: failing.throws, error: (_socket, error) => errors.push(error) },
    });
    peer.end();
    await socket.closed;
    expect(errors).toMatchObject([{ code: 'HANDLER_FAILED' }]);
  });
});
