import { CloseCode, type CloseCodeName, closeCodes, describeCloseCode } from '@rfc6455/close-codes';
import { describe, expectTypeOf, it } from 'vitest';

describe('types', () => {
  it('keeps the numbers as literals', () => {
    expectTypeOf(CloseCode.NormalClosure).toEqualTypeOf<1000>();
    expectTypeOf<1012>().toExtend<CloseCode>();
    expectTypeOf<4000>().not.toExtend<CloseCode>();
  });

  it('types the table as read-only', () => {
    expectTypeOf(closeCodes[0]!.code).toEqualTypeOf<CloseCode>();
    expectTypeOf(closeCodes).not.toHaveProperty('push');
  });

  it('leaves the name open for unregistered codes', () => {
    expectTypeOf(describeCloseCode(1000).name).toEqualTypeOf<CloseCodeName | undefined>();
  });
});
