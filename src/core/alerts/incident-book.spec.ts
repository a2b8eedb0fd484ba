import fc from 'fast-check';
import { alert, finding, MORNING_MS, tenant } from '../../../test/fakes/alerts.ts';
import type { Alert, AlertChange } from '../model/alert.ts';
import { type EntityKind, entityKey } from '../model/entity.ts';
import { IncidentBook } from './incident-book.ts';

const MINUTE_MS = 60_000;

function firing(name: string, minute = 0, changes: { kind?: EntityKind; detector?: string } = {}): Alert {
  const { kind = 'tenant', detector = 'cost-spike' } = changes;
  const identity = { [kind]: name };
  const entity = { kind, key: entityKey(kind, identity), identity, labels: {} };
  const startsAtMs = MORNING_MS + minute * MINUTE_MS;
  const evidence = finding()
    .evidence.slice(0, 1)
    .map((line) => ({ ...line, entity: entity.key }));
  return alert({ id: `a-${name}-${minute}`, startsAtMs, peak: finding({ entity, detector, evidence }) });
}

const fired = (of: Alert): AlertChange => ({ change: 'fired', alert: of, timeMs: of.startsAtMs });

function over(of: Alert, minute: number): AlertChange {
  const endsAtMs = MORNING_MS + minute * MINUTE_MS;
  return { change: 'resolved', alert: { ...of, state: 'resolved', endsAtMs }, timeMs: endsAtMs };
}

/** Alerts are tied by the words of their names: `acme llama` shares with `other llama`. */
const links = ({ peak }: Alert) => Object.values(peak.entity.identity).join(' ').split(' ');

function tick(book: IncidentBook, minute: number, ...changes: AlertChange[]): AlertChange[] {
  return book.advance(changes, MORNING_MS + minute * MINUTE_MS, links);
}

const ids = (changes: readonly AlertChange[]) => changes.map(({ alert: of }) => of.incidentId);

it('puts alerts that share entities into one, and others by themselves', () => {
  const book = new IncidentBook();
  const [first] = ids(tick(book, 0, fired(firing('acme llama'))));
  expect(ids(tick(book, 5, fired(firing('pod-1 llama', 5)), fired(firing('nobody', 5))))).toEqual([
    first,
    'i-a-nobody-5',
  ]);
});

it('ties alerts of one tick by one another', () => {
  const book = new IncidentBook();
  const changes = tick(book, 0, fired(firing('a b')), fired(firing('c d')), fired(firing('b c')));
  expect(new Set(ids(changes))).toEqual(new Set(['i-a-a b-0']));
  expect(changes[0]?.incident).toMatchObject({ alertCount: 3, openCount: 3, state: 'open' });
});

it('lets nothing join after the window', () => {
  const book = new IncidentBook();
  const [first] = ids(tick(book, 0, fired(firing('acme'))));
  expect(ids(tick(book, 30, fired(firing('acme x', 30))))).toEqual([first]);
  expect(ids(tick(book, 61, fired(firing('acme', 61))))).toEqual(['i-a-acme-61']);
});

it('is over with its last alert, and opens again when another joins it', () => {
  const book = new IncidentBook();
  const [one, two] = [firing('acme'), firing('acme llama')];
  tick(book, 0, fired(one), fired(two));
  expect(tick(book, 3, over(one, 3))[0]?.incident).toMatchObject({ state: 'open', openCount: 1 });
  const [last] = tick(book, 4, over(two, 4));
  expect(last?.incident).toMatchObject({ state: 'resolved', endsAtMs: MORNING_MS + 4 * MINUTE_MS });
  const [again] = tick(book, 9, fired(firing('llama', 9)));
  expect(again?.incident).toMatchObject({ id: last?.incident?.id, state: 'open', alertCount: 3, openCount: 1 });
  expect(again?.incident?.endsAtMs).toBeUndefined();
});

it.each([
  [
    'hardware fault, whenever it came',
    [firing('x', 0), firing('x', 9, { kind: 'gpu', detector: 'gpu-fault' })],
    1,
    'hardware_fault',
  ],
  ['what began first', [firing('x', 0, { kind: 'gpu', detector: 'other' }), firing('x', 9)], 0, 'began_first'],
  [
    'of those together the most upstream',
    [firing('x', 0, { kind: 'pod', detector: 'inference-overload' }), firing('x', 1)],
    1,
    'most_upstream',
  ],
])('takes for the root cause the %s', (_, alerts, index, reason) => {
  const book = new IncidentBook();
  const changes = alerts.flatMap((of) => tick(book, (of.startsAtMs - MORNING_MS) / MINUTE_MS, fired(of)));
  expect(changes.at(-1)?.incident?.rootCause).toEqual({ alertId: alerts[index]?.id, reason });
});

it('ranks what else moved by how unusual it is', () => {
  const book = new IncidentBook();
  const evidence = (signal: string, score: number) => ({ ...finding().evidence[0]!, signal, score });
  const peak = finding({ entity: tenant('acme'), evidence: [evidence('low', 1.2), evidence('high', 9)] });
  const [change] = book.advance([fired(alert({ peak }))], MORNING_MS, () => ['acme']);
  expect(change?.incident?.moved.map(({ signal }) => signal)).toEqual(['high', 'low']);
});

it('leaves out what is tried out in the shadow', () => {
  const peak = finding({ shadow: true });
  expect(ids(new IncidentBook().advance([fired(alert({ peak }))], MORNING_MS, () => ['acme']))).toEqual([undefined]);
});

it('goes on after a restart', () => {
  const before = new IncidentBook();
  const one = firing('acme');
  const [change] = tick(before, 0, fired(one));
  const after = new IncidentBook();
  after.restore([change!.incident!]);
  expect(ids(tick(after, 2, fired(firing('acme', 2))))).toEqual([change?.alert.incidentId]);
  expect(tick(after, 3, over(one, 3))[0]?.incident).toMatchObject({ openCount: 1 });
});

const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'a b', 'c d', 'e f'), { maxLength: 12 });

it('does not care for the order of alerts within a tick', () => {
  const ticks = fc.array(names, { maxLength: 5 });
  fc.assert(
    fc.property(ticks, fc.infiniteStream(fc.nat()), (given, chance) => {
      const [one, other] = [new IncidentBook(), new IncidentBook()];
      for (const [minute, tickNames] of given.entries()) {
        const alerts = [...new Set(tickNames)].map((name) => fired(firing(name, minute)));
        const shuffled = alerts
          .map((change) => ({ change, at: chance.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ change }) => change);
        const byId = (changes: AlertChange[]) => new Map(changes.map((change) => [change.alert.id, change.incident]));
        expect(byId(tick(one, minute, ...alerts))).toEqual(byId(tick(other, minute, ...shuffled)));
      }
    }),
  );
});

it('stays small whatever comes', () => {
  const book = new IncidentBook({ windowMs: 60 * MINUTE_MS, incidentMaximum: 3 });
  let last: AlertChange[] = [];
  for (let minute = 0; minute < 20; minute++) {
    const storm = Array.from({ length: 50 }, (_, n) => fired(firing(`one s${minute}-${n}`, minute)));
    last = tick(book, minute, ...storm, fired(firing(`alone-${minute}`, minute)));
  }
  const { incident } = last[0]!;
  expect(incident).toMatchObject({ alertCount: 1000 });
  expect([incident!.alerts.length, incident!.moved.length, incident!.entities.length]).toEqual([200, 20, 500]);
  // The fourth incident found no room.
  expect(last.at(-1)?.incident).toBeUndefined();
});
