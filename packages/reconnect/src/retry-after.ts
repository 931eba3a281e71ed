/**
 * The value of a `Retry-After` header (RFC 9110 §10.2.3): a number of seconds, or an HTTP-date (RFC 9110 §5.6.7).
 * A server that refuses a handshake with 503 or 429 uses it. Pure: the caller passes the time.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const DAY_MS = 86_400_000;
const FIFTY_YEARS_MS = 18_262 * DAY_MS;

const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDay = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const month = `(?<month>${MONTHS.join('|')})`;
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';

/** The format that is in use, and the two obsolete ones that a recipient must still read. */
const HTTP_DATES = [
  new RegExp(`^${day}, (?<date>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^${longDay}, (?<date>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
  new RegExp(`^${day} ${month} (?<date>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/**
 * Parses the value of a `Retry-After` header (RFC 9110 §10.2.3).
 *
 * @param value The field value: decimal seconds, or an HTTP-date in any of its three formats.
 * @param now The current time, in milliseconds since 1970, as `Date.now()` gives it.
 * @returns The delay in milliseconds from now, 0 for a date that has passed, or `undefined` for anything else.
 *
 * @example
 * ```ts
 * import { parseRetryAfter } from '@rfc6455/reconnect';
 *
 * parseRetryAfter('120', 0); // => 120000
 * parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 15_000); // => 45000
 * parseRetryAfter('soon', 0); // => undefined
 * ```
 */
export function parseRetryAfter(value: string, now: number): number | undefined {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = parseHttpDate(value, now);
  return date === undefined ? undefined : Math.max(0, date - now);
}

function parseHttpDate(value: string, now: number): number | undefined {
  for (const format of HTTP_DATES) {
    const parts = format.exec(value)?.groups;
    if (parts === undefined) continue;
    const { year, month, date, hour, minute, second } = parts;
    const timeOfDay = toTimeOfDay(Number(hour), Number(minute), Number(second));
    const shortYear = year!.length === 2;
    const midnight = toMidnight(Number(year) + (shortYear ? 2000 : 0), MONTHS.indexOf(month!), Number(date));
    if (timeOfDay === undefined || midnight === undefined) return undefined;
    // RFC 9110 §5.6.7: a two-digit year that seems to be more than 50 years ahead is in the past
    return shortYear && midnight + timeOfDay > now + FIFTY_YEARS_MS
      ? toMidnight(Number(year) + 1900, MONTHS.indexOf(month!), Number(date))! + timeOfDay
      : midnight + timeOfDay;
  }
  return undefined;
}

/** Milliseconds since midnight, or `undefined`. The second 60 is a leap second. */
function toTimeOfDay(hour: number, minute: number, second: number): number | undefined {
  return hour < 24 && minute < 60 && second <= 60 ? ((hour * 60 + minute) * 60 + second) * 1000 : undefined;
}

/** Milliseconds from 1970 to the start of a day of the Gregorian calendar, or `undefined` when there is no such day. */
function toMidnight(year: number, month: number, date: number): number | undefined {
  const leapDay = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const daysInMonth = DAYS_BEFORE_MONTH[month + 1]! - DAYS_BEFORE_MONTH[month]! + (month === 1 ? leapDay : 0);
  if (date < 1 || date > daysInMonth) return undefined;
  const past = year - 1;
  const leapDaysBefore = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const days = past * 365 + leapDaysBefore + DAYS_BEFORE_MONTH[month]! + (month > 1 ? leapDay : 0) + date - 1;
  return (days - 719_162) * DAY_MS;
}
