import type { ProblemException } from '../problem.ts';
import { type BrowserHeaders, localActor } from './loopback.ts';

function answer(method: string, headers: BrowserHeaders): string | number {
  try {
    return localActor(method, headers).name;
  } catch (error) {
    return (error as ProblemException).problem.status;
  }
}

it.each([
  ['localhost', 'local'],
  ['LOCALHOST:8080', 'local'],
  ['127.0.0.1:8080', 'local'],
  ['127.8.9.1', 'local'],
  ['[::1]:8080', 'local'],
  ['rebound.example', 421],
  ['localhost.rebound.example', 421],
  ['127.0.0.1.rebound.example', 421],
  ['10.0.0.1', 421],
  ['', 421],
  [undefined, 421],
])('answers under the name %s: %s', (host, want) => expect(answer('GET', { host })).toBe(want));

const host = 'localhost:8080';

it.each<[string, string, BrowserHeaders, string | number]>([
  ['a program', 'POST', {}, 'local'],
  ['our own page', 'POST', { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }, 'local'],
  ['our own page in an old browser', 'DELETE', { origin: 'http://localhost:8080' }, 'local'],
  ['a person who typed the address', 'POST', { 'sec-fetch-site': 'none' }, 'local'],
  ['another page', 'POST', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
  ['another page in an old browser', 'POST', { origin: 'https://evil.example' }, 403],
  [
    'another program’s page on this machine',
    'PUT',
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    403,
  ],
  ['a page that hides itself', 'POST', { origin: 'null' }, 403],
  ['a link from another page', 'GET', { 'sec-fetch-site': 'cross-site' }, 'local'],
])('of %s: %s', (_, method, headers, want) => expect(answer(method, { host, ...headers })).toBe(want));
