import type { Answer } from '../api/ask.ts';
import { type Changes, Queries } from './queries.ts';

/** Tells of changes when the spec says so. */
class ChangesByHand implements Changes {
  readonly readers = new Set<() => void>();
  readonly heard: boolean[] = [];

  on(_topic: string, read: () => void): () => void {
    this.readers.add(read);
    return () => this.readers.delete(read);
  }

  answered(byAnybody: boolean): void {
    this.heard.push(byAnybody);
  }

  tell(): void {
    for (const read of this.readers) read();
  }
}

/** A resource whose answers come one by one, when the spec gives them. */
function resource() {
  const waiting: ((answer: Answer<string>) => void)[] = [];
  const load = () => new Promise<Answer<string>>((resolve) => waiting.push(resolve));
  const answer = async (given: Answer<string>) => {
    waiting.shift()?.(given);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { load, answer, asked: () => waiting.length };
}

const good = (value: string): Answer<string> => ({ ok: true, value });

it('asks once more for what changed while an answer was on its way, and only once', async () => {
  const changes = new ChangesByHand();
  const { load, answer, asked } = resource();
  const query = new Queries(changes).of('alerts', 'alerts', load);
  query.enter();
  changes.tell();
  changes.tell();
  expect(asked()).toBe(1);
  await answer(good('old'));
  expect([query.known.value, asked()]).toEqual([{ value: 'old' }, 1]);
  await answer(good('new'));
  expect([query.known.value, asked()]).toEqual([{ value: 'new' }, 0]);
});

it('serves all who look with one request, and asks no more once all have gone', async () => {
  const changes = new ChangesByHand();
  const queries = new Queries(changes);
  const { load, answer, asked } = resource();
  const query = queries.of('alerts', 'alerts', load);
  query.enter();
  queries.of('alerts', 'alerts', load).enter();
  expect(asked()).toBe(1);
  changes.tell();
  query.exit();
  query.exit();
  await answer(good('late'));
  changes.tell();
  expect([asked(), changes.readers.size, query.known.value]).toEqual([0, 0, { value: 'late' }]);
});

it('keeps what was known beside why there is nothing newer, and hears whether anybody answered', async () => {
  const changes = new ChangesByHand();
  const { load, answer } = resource();
  const query = new Queries(changes).of('alerts', 'alerts', load);
  query.enter();
  await answer(good('known'));
  changes.tell();
  await answer({ ok: false, status: 0, detail: 'nobody' });
  expect(query.known.value).toEqual({ value: 'known', problem: { status: 0, detail: 'nobody' } });
  expect(changes.heard).toEqual([true, false]);
});

it('keeps only the latest of those that nobody looks at', async () => {
  const queries = new Queries(new ChangesByHand());
  const seen = (name: string) => queries.of(name, 'readings', resource().load);
  const open = seen('open');
  open.enter();
  const first = seen('0');
  for (let number = 0; number < 30; number++) {
    const query = seen(String(number));
    query.enter();
    query.exit();
  }
  expect(queries.size).toBe(21);
  expect(seen('open')).toBe(open);
  first.enter();
  expect(seen('0')).toBe(first);
});
