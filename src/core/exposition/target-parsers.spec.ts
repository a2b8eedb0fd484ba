import { type Intake, TargetParsers, type TargetParsersOptions } from './target-parsers.ts';

const INTAKE: Intake = { admit: (series) => series, honorTimestamps: true, samplesMaximum: 0 };
const MINUTE_MS = 60_000;

function parsers(intake: Partial<Intake> = {}, limits: TargetParsersOptions['limits'] = {}) {
  const of = new TargetParsers({ limits, intake: () => ({ ...INTAKE, ...intake }) });
  const read = (instance: string, body: string, timeMs = 0) =>
    of.read({ target: { job: 'j', instance }, timeMs, up: true, body: new TextEncoder().encode(body) });
  return { of, read };
}

describe('TargetParsers', () => {
  it('remembers each target’s series', () => {
    const { of, read } = parsers();
    expect(read('a', 'x 1\n').parsed.added).toHaveLength(1);
    expect(read('b', 'x 1\n').parsed.added).toHaveLength(1);
    expect(read('a', 'x 2\n').parsed.added).toHaveLength(0);
    expect(of.series).toBe(2);
  });

  it('refuses a page beyond the limit of samples whole, and what it learnt from it', () => {
    const { of, read } = parsers({ samplesMaximum: 2 });
    expect(read('a', 'x 1\ny 1\n')).toMatchObject({ ok: true });
    expect(read('a', 'x 1\ny 1\nz 1\n')).toMatchObject({
      ok: false,
      refusal: { reason: 'sample_limit', detail: expect.stringContaining('more than 2 samples (sample_limit)') },
    });
    expect(of.series).toBe(0);
    expect(read('a', 'x 1\ny 1\n')).toMatchObject({ ok: true, parsed: { count: 2, added: [0, 1] } });
  });

  it('counts samples after relabelling, those beyond other limits too', () => {
    const admit: Intake['admit'] = (series) => (series.name === 'x' ? undefined : series);
    const { read } = parsers({ admit, samplesMaximum: 2 }, { seriesPerTarget: 1 });
    expect(read('a', 'x 1\ny 1\nz 1\n')).toMatchObject({ ok: true, parsed: { count: 1, droppedCount: 1 } });
    expect(read('a', 'x 1\nw 1\ny 1\nz 1\n').ok).toBe(false);
  });

  it('takes the exporter’s times only where they are honored', () => {
    expect(parsers().read('a', 'x 1 5\n').parsed.timesMs?.[0]).toBe(5);
    expect(parsers({ honorTimestamps: false }).read('a', 'x 1 5\n').parsed.timesMs).toBeUndefined();
  });

  it('forgets a target that has left, sooner while another waits for its room', () => {
    const { of, read } = parsers({}, { series: 2 });
    read('gone', 'x 1\ny 1\n');
    of.forget(10 * MINUTE_MS);
    expect(of.series).toBe(2);
    expect(read('new', 'x 1\n', 10 * MINUTE_MS).parsed.droppedCount).toBe(1);
    of.forget(10 * MINUTE_MS);
    expect(of.series).toBe(0);
    expect(read('new', 'x 1\n', 11 * MINUTE_MS).parsed.count).toBe(1);
    of.forget(72 * MINUTE_MS);
    expect(of.series).toBe(0);
  });
});
