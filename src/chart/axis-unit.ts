import type { Unit } from '../core/model/signal.ts';

/** How the values of an axis are written: divided by `divisor`, followed by `suffix`; `title` stands above the axis. */
export interface AxisUnit {
  readonly divisor: number;
  readonly suffix: string;
  readonly title: string;
}

/** Decimal steps, as in all messages. */
const STEPS = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** One divisor for a whole axis, from the largest size on it, so that its numbers compare at a glance. */
export function axisUnit(unit: Unit, largest: number): AxisUnit {
  switch (unit) {
    case 'ratio':
      return { divisor: 0.01, suffix: ' %', title: '' };
    case 'seconds':
      return largest < 1 ? plain(0.001, 'milliseconds') : plain(1, 'seconds');
    case 'USD/token':
      return plain(1e-6, 'USD per million tokens');
    case 'hertz':
      return plain(1e6, 'MHz');
    case 'celsius':
      return plain(1, '°C');
    case 'count':
      return { ...stepped(largest), title: '' };
    case 'bytes':
    case 'bytes/s':
    case 'bytes/request': {
      const { divisor, suffix } = stepped(largest);
      return plain(divisor, unit.replace('bytes', `${suffix}B`));
    }
    default:
      // 2,500 is as easily read as 2.5k.
      return { ...stepped(largest < 10_000 ? 0 : largest), title: unit };
  }
}

function stepped(largest: number): { readonly divisor: number; readonly suffix: string } {
  const [divisor = 1, suffix = ''] = STEPS.find(([size]) => largest >= size) ?? [];
  return { divisor, suffix };
}

function plain(divisor: number, title: string): AxisUnit {
  return { divisor, suffix: '', title };
}
