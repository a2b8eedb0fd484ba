import type { Unit } from '../core/model/signal.ts';

/** Three significant digits are what a person takes in; money has cents. The locale is fixed: messages do not depend on the machine. */
const PLAIN = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

function number(value: number): string {
  return Math.abs(value) >= 1000 ? WHOLE.format(value) : PLAIN.format(value);
}

function bytes(value: number): string {
  const power = value < 1024 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), BYTE_UNITS.length - 1);
  return `${number(value / 1024 ** power)} ${BYTE_UNITS[power]}`;
}

function seconds(value: number): string {
  if (value < 1) return `${number(value * 1000)} ms`;
  return value < 120 ? `${number(value)} s` : duration(value * 1000);
}

/** US dollars: cents from one cent up, three digits below (a token costs far less than a cent). */
export function usd(value: number): string {
  const size = Math.abs(value);
  return `${value < 0 ? '-' : ''}$${size > 0 && size < 0.01 ? PLAIN.format(size) : CENTS.format(size)}`;
}

/** `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`: the two largest parts. */
export function duration(ms: number): string {
  const total = Math.round(ms / 1000);
  if (total < 60) return `${total} s`;
  const parts = [
    [Math.floor(total / 86_400), 'd'],
    [Math.floor((total % 86_400) / 3600), 'h'],
    [Math.floor((total % 3600) / 60), 'min'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(' ');
}

/** A number with its unit as a person reads it: `$42.10/h`, `85 %`, `73.2 GiB`, `1,240 tokens/s`; `unknown` when there is none. */
export function quantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return 'unknown';
  switch (unit) {
    case 'USD/h':
      return `${usd(value)}/h`;
    case 'USD/request':
      return `${usd(value)}/request`;
    case 'USD/token':
      return `${usd(value * 1e6)} per million tokens`;
    case 'ratio':
      return `${number(value * 100)} %`;
    case 'bytes':
      return bytes(value);
    case 'bytes/s':
      return `${bytes(value)}/s`;
    case 'bytes/request':
      return `${bytes(value)}/request`;
    case 'seconds':
      return seconds(value);
    case 'watts':
      return `${number(value)} W`;
    case 'celsius':
      return `${number(value)} °C`;
    case 'count':
      return number(value);
    default:
      return `${number(value)} ${unit}`;
  }
}

/** Two quantities with their unit said once where it is the same: `$1.20 to $3.40/h`, `950 MiB to 1.2 GiB`. */
export function range(lower: number, upper: number, unit: Unit): string {
  const [from, to] = [quantity(lower, unit), quantity(upper, unit)];
  const suffix = /[^\d]*$/.exec(to)?.[0] ?? '';
  return `${from.endsWith(suffix) ? from.slice(0, from.length - suffix.length) : from} to ${to}`;
}
