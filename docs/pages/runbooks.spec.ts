import { readFileSync } from 'node:fs';
import { runbookPath } from '../../src/core/alerts/runbook.ts';
import { DETECTORS } from '../../src/core/detectors/registry.ts';
import { inFile } from './runbook-blocks.ts';
import { RUNBOOK_SECTIONS, runbook, runbookIndex } from './runbooks.ts';

const textOf = (id: string) => readFileSync(runbookPath(id), 'utf8');

describe.each(DETECTORS.map((detector) => [detector.id, detector] as const))('the runbook of %s', (id, detector) => {
  it('is committed as it is made', () => {
    // Otherwise: npx tsc -p docs && node build/docs/pages/write.js
    expect(textOf(id)).toBe(runbook(detector));
  });

  it('has the sections of all, each with something in it', () => {
    const sections = textOf(id).split(/^## /m).slice(1);
    expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(RUNBOOK_SECTIONS);
    expect(sections.filter((section) => section.split('\n').slice(1).join('').trim().length < 20)).toEqual([]);
  });

  it('shows an alert, the settings and the taxonomy made from the code', () => {
    const made = [...textOf(id).matchAll(/<!-- made: (\S+)/g)].map(([, name]) => name);
    expect(made).toEqual(['help', 'signals', 'alert', 'settings', 'taxonomy']);
  });

  it('has a unit for each setting', () => {
    const settings = textOf(id).split('## Settings')[1]?.split('\n## ')[0] ?? '';
    const rows = settings.split('\n').filter((line) => line.startsWith('| `'));
    // The unit is told from the name: a new ending is added to docs/pages/runbook-blocks.ts.
    expect(rows.filter((row) => row.split(' | ')[2] === '')).toEqual([]);
    expect(rows).toHaveLength(Object.keys(Object(detector.settings.parse({}))).length);
  });

  it('names no setting that the detector does not have', () => {
    const known = DETECTORS.flatMap(({ settings }) => Object.keys(Object(settings.parse({}))).map(inFile));
    const own = Object.keys(Object(detector.settings.parse({}))).map(inFile);
    const named = [...textOf(id).matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => known.includes(name) && !own.includes(name))).toEqual([]);
  });

  it('tells what to do in commands', () => {
    const now = textOf(id).split('## What to do now')[1]?.split('\n## ')[0] ?? '';
    expect(now).toContain(`/api/v1/alerts?state=firing&detector=${id}`);
    expect(now.match(/```sh/g)?.length).toBeGreaterThan(0);
  });
});

it('has an index that is committed as it is made', () => {
  expect(readFileSync('docs/detectors/README.md', 'utf8')).toBe(runbookIndex());
});
