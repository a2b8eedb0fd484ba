import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Secret } from '../../config/secret.ts';
import { ConfiguredTokens } from './configured-tokens.ts';
import { hashOf } from './token-secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-test-'));
beforeAll(() => Logger.overrideLogger(false));
afterAll(() => rmSync(folder, { recursive: true }));

const named = (name: string, token: Secret) => ({ name, role: 'viewer' as const, token });

it('knows whose token it is, the one of the service first', () => {
  const token = new Secret({ text: 'main' });
  const access = new ConfiguredTokens({
    token,
    tokens: [named('grafana', new Secret({ text: 'seen' })), named('double', new Secret({ text: 'main' }))],
  });
  expect(access.actorOf(hashOf('main'))).toEqual({ name: 'token', role: 'admin' });
  expect(access.actorOf(hashOf('seen'))).toEqual({ name: 'token:grafana', role: 'viewer' });
  expect(access.actorOf(hashOf('other'))).toBeUndefined();
  expect(new ConfiguredTokens({}).actorOf(hashOf(''))).toBeUndefined();
});

it('lets nobody in by a file that is away or empty, and keeps nobody else out', () => {
  const file = join(folder, 'token');
  const access = new ConfiguredTokens({
    tokens: [named('file', new Secret({ file })), named('text', new Secret({ text: 'seen' }))],
  });
  const whose = (text: string) => access.actorOf(hashOf(text))?.name;
  expect([whose(''), whose('seen')]).toEqual([undefined, 'token:text']);
  writeFileSync(file, '\n');
  expect([whose(''), whose('\n'), whose('seen')]).toEqual([undefined, undefined, 'token:text']);
  writeFileSync(file, 'fresh\n');
  expect([whose('fresh'), whose('seen')]).toEqual(['token:file', 'token:text']);
  rmSync(file);
  expect([whose('fresh'), whose('seen')]).toEqual([undefined, 'token:text']);
});
