import { useEffect } from 'preact/hooks';
import { type Answer, ask } from '../api/ask.ts';
import type { Page } from '../api/types.ts';
import { Cell } from './cell.ts';
import { live, type Topic } from './live.ts';
import { type Known, Queries } from './queries.ts';
import { useCell } from './use-cell.ts';

const QUERIES = new Queries(live);
const NOTHING = new Cell<Known<never>>({});

/** A resource of the API, kept up to date while the component stands; no path: nothing yet. */
export function useQuery<T>(path: string | undefined, topic: Topic = 'readings'): Known<T> {
  return useLoaded(path, topic, () => ask<T>(path ?? ''));
}

/** The first pages of a list as one; `next` tells that there are more. */
export function useList<T>(path: string | undefined, topic: Topic = 'readings', pages = 1): Known<Page<T>> {
  return useLoaded(path, topic, () => askPages<T>(path ?? '', pages));
}

function useLoaded<T>(path: string | undefined, topic: Topic, load: () => Promise<Answer<T>>): Known<T> {
  const query = path === undefined ? undefined : QUERIES.of(`${topic} ${path}`, topic, load);
  useEffect(() => {
    query?.enter();
    return () => query?.exit();
  }, [query]);
  return useCell<Known<T>>(query?.known ?? NOTHING);
}

async function askPages<T>(path: string, pages: number): Promise<Answer<Page<T>>> {
  const items: T[] = [];
  let next: string | undefined;
  for (let page = 0; page < pages; page++) {
    const answer = await ask<Page<T>>(next === undefined ? path : `${path}&cursor=${next}`);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    next = answer.value.next;
    if (next === undefined) break;
  }
  return { ok: true, value: { items, ...(next === undefined ? {} : { next }) } };
}
