import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Secret } from './secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('Secret', () => {
  it('is hidden wherever it is printed', () => {
    const secret = new Secret({ text: 'hunter2' });
    const prints = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { showHidden: true }),
    ];
    for (const print of prints) {
      expect(print).toContain('<secret>');
      expect(print).not.toContain('hunter2');
    }
    expect(secret.read()).toBe('hunter2');
  });

  it('reads its file again when it changes, even frozen, and cuts outer white space', () => {
    const file = join(folder, 'token');
    writeFileSync(file, ' first \n');
    const secret = Object.freeze(new Secret({ file }));
    expect(secret.read()).toBe('first');
    // As Kubernetes does it: another file takes the name.
    writeFileSync(`${file}.new`, 'other\n');
    renameSync(`${file}.new`, file);
    expect(secret.read()).toBe('other');
  });

  it('names a file that cannot be read', () => {
    const file = join(folder, 'missing');
    expect(() => new Secret({ file }).read()).toThrow(`cannot read the secret file ${file} (ENOENT)`);
  });
});
