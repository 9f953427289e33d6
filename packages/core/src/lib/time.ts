/**
 * Parses timestamps as log servers write them. Hand-written, because it runs once per line: no regular expression, no
 * `Date`, no allocation.
 */

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Days before each month of a common year, and after the last. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
/** Number of 1970-01-01, counted from 0000-01-01 as 1. */
const DAY_1970 = 719_529;

const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const SPACE = 32;
const UPPER_T = 84;
const UPPER_Z = 90;
const LOWER_T = 116;

/** The two digits at `at` as a number; −1 if they are not digits. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/**
 * Days from 1970-01-01 to the date with which a timestamp begins; undefined if it begins with none. Uses only small integers, which
 * engines do not allocate.
 */
function daysOf(stamp: string): number | undefined {
  if (stamp.charCodeAt(4) !== MINUS || stamp.charCodeAt(7) !== MINUS) return undefined;
  const century = two(stamp, 0);
  const years = two(stamp, 2);
  const month = two(stamp, 5);
  const day = two(stamp, 8);
  if (century < 0 || years < 0 || month < 1 || month > 12 || day < 1) return undefined;
  const year = century * 100 + years;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const before = DAYS_BEFORE[month - 1] as number;
  if (day > (DAYS_BEFORE[month] as number) - before + (month === 2 ? leap : 0)) return undefined;
  const leaps = (((year + 3) / 4) | 0) - (((year + 99) / 100) | 0) + (((year + 399) / 400) | 0);
  return 365 * year + leaps + before + (month > 2 ? leap : 0) + day - DAY_1970;
}

/** Offset from UTC in milliseconds of a zone: `Z`, `UTC`, `+01:00`, `+0100`, `+01`, or nothing (UTC). NaN if it is not a zone. */
function zoneOffset(stamp: string, from: number): number {
  let at = from;
  if (stamp.charCodeAt(at) === SPACE) at += 1;
  const left = stamp.length - at;
  if (left === 0) return 0;
  const sign = stamp.charCodeAt(at);
  if (sign !== PLUS && sign !== MINUS) {
    const word = stamp.slice(at);
    return word === 'Z' || word === 'z' || word === 'UTC' || word === 'GMT' ? 0 : Number.NaN;
  }
  const hours = two(stamp, at + 1);
  const colon = stamp.charCodeAt(at + 3) === COLON ? 1 : 0;
  const minutes = left === 3 ? 0 : two(stamp, at + 3 + colon);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  if (left !== 3 && left !== 5 + colon) return Number.NaN;
  const offset = (hours * 60 + minutes) * MINUTE;
  return sign === MINUS ? -offset : offset;
}

/**
 * Epoch milliseconds of an ISO 8601 timestamp; undefined if it cannot be parsed. Without a zone it is UTC. Digits beyond the
 * millisecond are cut off. There may be a space instead of the `T`, and a comma instead of the dot.
 */
export function parseTime(stamp: string): number | undefined {
  const days = daysOf(stamp);
  if (days === undefined) return undefined;
  const midnight = days * DAY;
  const length = stamp.length;
  if (length === 10) return midnight;

  const separator = stamp.charCodeAt(10);
  const hour = two(stamp, 11);
  const minute = two(stamp, 14);
  if (separator !== UPPER_T && separator !== LOWER_T && separator !== SPACE) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || stamp.charCodeAt(13) !== COLON) return undefined;
  let time = midnight + (hour * 60 + minute) * MINUTE;

  let at = 16;
  if (stamp.charCodeAt(16) === COLON) {
    const second = two(stamp, 17);
    if (second < 0 || second > 60) return undefined; // 60 is a leap second
    time += second * 1000;
    at = 19;
    const mark = stamp.charCodeAt(19);
    if (mark === DOT || mark === COMMA) {
      let weight = 100;
      let digit = stamp.charCodeAt(++at) - 48;
      if (!(digit >= 0 && digit <= 9)) return undefined;
      while (digit >= 0 && digit <= 9) {
        time += digit * weight;
        weight = weight === 100 ? 10 : weight === 10 ? 1 : 0;
        digit = stamp.charCodeAt(++at) - 48;
      }
    }
  }
  if (at === length - 1 && stamp.charCodeAt(at) === UPPER_Z) return time; // the usual case
  const offset = zoneOffset(stamp, at);
  return offset === offset ? time - offset : undefined;
}
