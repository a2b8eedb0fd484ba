import { firstLabel } from './tenant-labels.ts';

it.each([
  [{ team_alias: 'acme', team: 't-1' }, 'acme'],
  [{ team_alias: 'None', team: 't-1' }, 't-1'],
  [{ team_alias: '', team: 'None' }, undefined],
  [{}, undefined],
])('of %j is %s', (labels, tenant) => expect(firstLabel(labels, ['team_alias', 'team'])).toBe(tenant));
