/** Conversions of arguments as Web IDL has them, for the interfaces of the WHATWG WebSockets standard. */
import { types } from 'node:util';

/** Throws a TypeError when a method was called with fewer arguments than it needs. */
export function requireArguments(method: string, count: number, least: number): void {
  if (count < least) throw new TypeError(`${method}: expected at least ${least} argument, got ${count}`);
}

/** `USVString`: a string in which a surrogate that stands alone has become U+FFFD. Throws what its conversion throws. */
export function toUsvString(value: unknown): string {
  return `${value as string}`.replace(LONE_SURROGATE, '\ufffd');
}
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** `[Clamp] unsigned short`: the nearest integer from 0 to 65535, of two the even one. */
export function clampToUnsignedShort(value: unknown): number {
  const number = Math.min(Math.max(Number(value), 0), 65_535);
  const floor = Math.floor(number);
  const rest = number - floor;
  if (Number.isNaN(rest)) return 0;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** `[EnforceRange] unsigned short`: throws a TypeError for what has no integer from 0 to 65535 in it. */
export function enforceUnsignedShort(name: string, value: unknown): number {
  const number = Math.trunc(Number(value));
  if (number >= 0 && number <= 65_535) return number;
  throw new TypeError(`${name}: expected a number from 0 to 65535`);
}

/** A dictionary: an object, or nothing. Throws a TypeError for another value. */
export function toDictionary<T extends object>(name: string, value: T | null | undefined): Partial<T> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' || typeof value === 'function') return value;
  throw new TypeError(`${name}: expected an object, got ${typeof value}`);
}

/** `sequence<USVString>`. Throws a TypeError for what cannot be iterated over, a string included. */
export function toSequence(name: string, value: unknown): string[] {
  if (!isIterable(value)) throw new TypeError(`${name}: expected an array, got ${typeof value}`);
  return Array.from(value, toUsvString);
}

/** Whether a value counts as a sequence: an object that can be iterated over. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/**
 * `BufferSource`: the value itself if it is one, of any realm; undefined if it is none. Throws a TypeError for a view of
 * memory that is shared or can be resized.
 */
export function toBufferSource(value: unknown): ArrayBuffer | ArrayBufferView | undefined {
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  if (types.isArrayBuffer(buffer)) {
    if ((buffer as { readonly resizable?: boolean }).resizable) {
      throw new TypeError('data: expected a buffer of fixed length, got a resizable one');
    }
    return value as ArrayBuffer | ArrayBufferView;
  }
  if (!ArrayBuffer.isView(value)) return undefined;
  throw new TypeError('data: expected a buffer of its own, got shared memory');
}

/** A class, as far as it is dressed up here. */
interface Interface {
  readonly name: string;
  readonly prototype: object;
}

/** Makes a class look as an interface of Web IDL does: its members are enumerable, and it says its name. */
export function defineInterface({ name, prototype }: Interface): void {
  const own = Object.getOwnPropertyDescriptors(prototype) as PropertyDescriptorMap;
  for (const [key, descriptor] of Object.entries(own)) {
    if (key !== 'constructor') Object.defineProperty(prototype, key, { ...descriptor, enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
}

/** Defines constants on a class and its prototype. */
export function defineConstants(of: Interface, constants: Record<string, number>): void {
  for (const [key, value] of Object.entries(constants)) {
    for (const owner of [of, of.prototype]) Object.defineProperty(owner, key, { value, enumerable: true });
  }
}
