import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { deterministic } from '../../test/fakes/noise.ts';
import { score, scoreCsv } from './score.ts';

const HEADER = 'timestamp,value,expected,lower,upper,score,anomaly_score';

/** A CSV of an hourly series with one tall spike. */
function csv(rows: number, spikeAt = -1): string {
  const noise = deterministic(5);
  const lines = Array.from({ length: rows }, (_, i) => {
    const time = new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${time},${i === spikeAt ? 5000 : 100 + 10 * noise.gaussian()}`;
  });
  return `timestamp,value\n${lines.join('\n')}\n`;
}

function scored(text: string): string[] {
  const answer = scoreCsv(text);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.text.trimEnd().split('\n');
}

describe('scoreCsv', () => {
  it('gives a row a row, in the promised columns, with the line at a half', () => {
    const rows = scored(csv(400, 300));
    expect(rows[0]).toBe(HEADER);
    expect(rows).toHaveLength(401);
    const spike = rows[301]!.split(',').map(Number);
    expect(spike[5]).toBeGreaterThan(1);
    expect(spike[6]).toBeGreaterThan(0.5);
    for (const row of rows.slice(1)) {
      const [anomaly] = row.split(',').slice(6).map(Number);
      expect(anomaly).toBeGreaterThanOrEqual(0);
      expect(anomaly).toBeLessThanOrEqual(1);
    }
  });

  it('looks at no row below: the same file cut anywhere gives the same first part', () => {
    const whole = csv(500, 350);
    const rows = scored(whole);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 499 }), (cut) => {
        const part = `${whole
          .split('\n')
          .slice(0, cut + 1)
          .join('\n')}\n`;
        expect(scored(part)).toEqual(rows.slice(0, cut + 1));
      }),
      { numRuns: 20 },
    );
  });

  it('judges nothing where the value is missing', () => {
    const rows = scored(`${csv(100)}2026-02-01 00:00:00,\n2026-02-01 01:00:00,nonsense\n`);
    expect(rows.at(-1)?.split(',').slice(5)).toEqual(['0', '0']);
    expect(rows.at(-2)?.split(',').slice(5)).toEqual(['0', '0']);
  });

  it('reads the times that exporters of CSV write', () => {
    for (const time of [
      '2026-01-31 23:59:00',
      '2026-01-31T23:59:00Z',
      '2026-01-31T23:59:00+02:00',
      '1769903940',
      '1769903940.5',
    ]) {
      expect(scoreCsv(`timestamp,value\n${time},1\n`).ok).toBe(true);
    }
  });

  it('names the line and the remedy of what it cannot read', () => {
    expect(scoreCsv('time,value\n1,2\n')).toEqual({
      ok: false,
      reason: expect.stringContaining('timestamp and value'),
    });
    expect(scoreCsv('timestamp,value\nyesterday,2\n')).toEqual({
      ok: false,
      reason: expect.stringMatching(/line 2.*RFC 3339/),
    });
  });
});

describe('score', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'score-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('writes the same tree, and goes on past a file it cannot read', async () => {
    writeFileSync(join(folder, 'good.csv'), csv(50));
    expect(await score(folder, { out: join(folder, 'out') })).toBe(0);
    expect(readFileSync(join(folder, 'out', 'good.csv'), 'utf8').split('\n')[0]).toBe(HEADER);
    writeFileSync(join(folder, 'bad.csv'), 'a,b\n');
    expect(await score(folder, { out: join(folder, 'again') })).toBe(1);
    expect(readFileSync(join(folder, 'again', 'good.csv'), 'utf8')).not.toBe('');
  });

  it('says what to give when there is nothing to read', async () => {
    expect(await score(join(folder, 'nowhere'), { out: folder })).toBe(2);
    expect(await score(folder, { out: folder })).toBe(2);
  });
});
