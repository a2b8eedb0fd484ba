import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { MORNING_MS } from '../../test/fakes/alerts.ts';
import { Database } from './database.ts';
import { SlackMessageStore } from './slack-message-store.ts';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
});
afterAll(async () => {
  await database.close();
  await test.close();
});

it('finds where an alert was told last, and what else was told there', async () => {
  const store = new SlackMessageStore(database);
  const [first, second] = [
    { channel: 'C1', ts: '1.1' },
    { channel: 'C1', ts: '2.2' },
  ];
  await store.save('on-call', ['b', 'a'], first, MORNING_MS);
  await store.save('other', ['a'], second, MORNING_MS);
  expect(await store.find('on-call', 'a')).toEqual(first);
  expect(await store.alertsAt('on-call', first)).toEqual(['a', 'b']);
  await store.save('on-call', ['a'], second, MORNING_MS);
  expect(await store.find('on-call', 'a')).toEqual(second);
  expect(await store.alertsAt('on-call', second)).toEqual(['a']);
  expect(await store.find('on-call', 'c')).toBeUndefined();
});
