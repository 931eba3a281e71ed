import {
  type BinaryData,
  type Close,
  type CloseReport,
  Connection,
  type ConnectionHandler,
  type ConnectionOptions,
  type ConnectionState,
  type Extension,
  type MessageWriter,
  PreparedMessage,
  type ProtocolError,
  type ReservedBits,
  type Role,
  TRANSITIONS,
  type TransportDuty,
} from '@rfc6455/connection';
import { describe, expectTypeOf, it } from 'vitest';

const connection = new Connection({ role: 'server', handler: {} });

describe('types', () => {
  it('asks for a role and a handler, and for nothing else', () => {
    expectTypeOf<{ role: 'client'; handler: ConnectionHandler }>().toExtend<ConnectionOptions>();
    expectTypeOf<{ role: 'both'; handler: ConnectionHandler }>().not.toExtend<ConnectionOptions>();
    expectTypeOf<{ handler: ConnectionHandler }>().not.toExtend<ConnectionOptions>();
    expectTypeOf<{ role: Role; handler: ConnectionHandler; maxMessageSize: undefined }>().toExtend<ConnectionOptions>();
  });

  it('has a handler whose methods may all be missing', () => {
    expectTypeOf<Record<never, never>>().toExtend<ConnectionHandler>();
    expectTypeOf<Required<ConnectionHandler>['message']>().parameter(0).toEqualTypeOf<string | Uint8Array>();
    expectTypeOf<Required<ConnectionHandler>['messageStart']>().parameter(0).toEqualTypeOf<'text' | 'binary'>();
    expectTypeOf<Required<ConnectionHandler>['violation']>().parameter(0).toEqualTypeOf<ProtocolError>();
    expectTypeOf<Required<ConnectionHandler>['closeReceived']>().parameter(0).toEqualTypeOf<Close>();
    expectTypeOf<Required<ConnectionHandler>['closed']>().parameter(0).toEqualTypeOf<CloseReport>();
  });

  it('sends text, binary data and prepared messages', () => {
    expectTypeOf(connection.send).parameter(0).toEqualTypeOf<string | BinaryData | PreparedMessage>();
    expectTypeOf(connection.send).returns.toEqualTypeOf<boolean>();
    expectTypeOf<Uint8Array>().toExtend<BinaryData>();
    expectTypeOf<Float64Array>().toExtend<BinaryData>();
    expectTypeOf<DataView>().toExtend<BinaryData>();
    expectTypeOf<ArrayBuffer>().toExtend<BinaryData>();
    expectTypeOf<number>().not.toExtend<BinaryData>();
    expectTypeOf<number[]>().not.toExtend<BinaryData>();
    expectTypeOf(PreparedMessage).constructorParameters.toEqualTypeOf<[data: string | BinaryData]>();
  });

  it('sends in fragments with a writer', () => {
    expectTypeOf(connection.startMessage('text')).toEqualTypeOf<MessageWriter>();
    expectTypeOf<MessageWriter['end']>().parameter(0).toEqualTypeOf<string | BinaryData | undefined>();
  });

  it('closes with a code and a reason or without', () => {
    expectTypeOf<Parameters<Connection['close']>>().toEqualTypeOf<
      [code?: number | undefined, reason?: string | undefined]
    >();
    expectTypeOf<Parameters<Connection['fail']>>().toEqualTypeOf<
      [code: number, reason?: string | undefined, cause?: Error | undefined]
    >();
    expectTypeOf<Parameters<Connection['ping']>>().toEqualTypeOf<[data?: string | BinaryData | undefined]>();
  });

  it('takes and hands out bytes', () => {
    expectTypeOf<Parameters<Connection['receive']>>().toEqualTypeOf<[bytes: Uint8Array]>();
    expectTypeOf<Parameters<Connection['receiveEnd']>>().toEqualTypeOf<[cause?: Error | undefined]>();
    expectTypeOf(connection.takeOutput()).toEqualTypeOf<readonly Uint8Array[]>();
  });

  it('shows its state and lets nobody change it', () => {
    expectTypeOf(connection.state).toEqualTypeOf<ConnectionState>();
    expectTypeOf(connection.transportDuty).toEqualTypeOf<TransportDuty>();
    expectTypeOf<TransportDuty>().toEqualTypeOf<'keep' | 'await-end' | 'end'>();
    expectTypeOf(connection.closeSent).toEqualTypeOf<Close | undefined>();
    expectTypeOf(connection.closeReceived).toEqualTypeOf<Close | undefined>();
    // @ts-expect-error the state is read-only
    connection.state = 'closed';
    // @ts-expect-error the table is read-only
    TRANSITIONS.open = {};
  });

  it('asks of an extension its bits and both directions', () => {
    expectTypeOf<Extension['reservedBits']>().toEqualTypeOf<ReservedBits>();
    expectTypeOf<ReservedBits>().toEqualTypeOf<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7>();
    expectTypeOf<Extension['decode']>().returns.toEqualTypeOf<Uint8Array>();
    expectTypeOf<Extension['encode']>().returns.toEqualTypeOf<Uint8Array | undefined>();
  });
});
