import type { Reading, Unit } from '../model/signal.ts';

/** Bytes in decimal steps, as network and disk vendors count. */
const BYTE_STEPS = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const;

/** A value with its unit as a person reads it at 3 a.m.: `$41.20/h`, `1,516 tokens/request`, `92 %`, `350 ms`. */
export function quantity(value: number, unit: Unit): string {
  switch (unit) {
    case 'USD/h':
      return `${money(value)}/h`;
    case 'USD/request':
      return `${money(value)}/request`;
    case 'USD/token':
      return `${money(value * 1e6)} per million tokens`;
    case 'ratio':
      return percent(value);
    case 'seconds':
      return seconds(value);
    case 'bytes':
    case 'bytes/s':
    case 'bytes/request':
      return bytes(value) + unit.slice('bytes'.length);
    case 'watts':
      return `${plainNumber(value)} W`;
    case 'hertz':
      return `${plainNumber(value / 1e6)} MHz`;
    case 'USD':
      return money(value);
    case 'celsius':
      return `${plainNumber(value)} °C`;
    case 'count':
      return plainNumber(value);
    default:
      return `${plainNumber(value)} ${unit}`;
  }
}

/** A number, a dollar sign before it or not, and the unit behind it. */
const NUMBER_AND_UNIT = /^(-?\$?[\d.,e-]+)(.*)$/;

/** `$2.10 to $3.40/h`: the unit once where both edges have the same; a lower edge below zero is not worth a word. */
export function band(lower: number, upper: number, unit: Unit): string {
  const from = quantity(Math.max(0, lower), unit);
  const to = quantity(upper, unit);
  if (from === to) return to;
  const [, number = from, behind] = NUMBER_AND_UNIT.exec(from) ?? [];
  return `${behind === NUMBER_AND_UNIT.exec(to)?.[2] ? number : from} to ${to}`;
}

/** What a raised reading is compared with: its band where it left it, else its expectation; a value within a band explains nothing. */
export function usual({ value, expected, lower, upper }: Reading, unit: Unit): string {
  return value > upper || value < lower
    ? `usually ${band(lower, upper, unit)}`
    : `expected ${quantity(expected, unit)}`;
}

/** Dollars: cents from ten cents on, two significant digits below. */
export function money(value: number): string {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 0.1 ? grouped(size.toFixed(2)) : String(Number(size.toPrecision(2)));
  return `${value < 0 ? '-' : ''}$${digits}`;
}

/** `92 %`; below ten per cent with one decimal. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  return `${plainNumber(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value))} %`;
}

/** `15 times`, `1.4 times`. */
export function times(factor: number): string {
  return `${factor >= 10 ? plainNumber(Math.round(factor)) : plainNumber(Math.round(factor * 10) / 10)} times`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Three significant digits, but never fewer than the whole number, with commas in the thousands. */
export function plainNumber(value: number): string {
  const whole = Math.abs(value) >= 100;
  const [integer = '', fraction] = (whole ? value.toFixed(0) : decimal(value)).split('.');
  return fraction === undefined ? grouped(integer) : `${grouped(integer)}.${fraction}`;
}

function decimal(value: number): string {
  // What is left of an expectation that has faded for days: nobody reads 5.9e-9 events/s as anything but none.
  return Math.abs(value) < 1e-6 ? '0' : String(Number(value.toPrecision(3)));
}

/** From two hours on in hours, from two days on in days. */
function seconds(value: number): string {
  const size = Math.abs(value);
  if (size < 1) return `${plainNumber(value * 1000)} ms`;
  if (size < 7_200) return `${plainNumber(value)} s`;
  return size < 172_800 ? `${plainNumber(value / 3_600)} h` : `${plainNumber(value / 86_400)} d`;
}

function bytes(value: number): string {
  const step = BYTE_STEPS.find(([size]) => Math.abs(value) >= size);
  return step === undefined ? `${plainNumber(value)} B` : `${plainNumber(value / step[0])} ${step[1]}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
