import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hardwareXid } from './xid-codes.ts';

const file = join(process.env['GAUGER_CORPUS'] ?? '../shared', 'taxonomy', 'xid.json');
const present = existsSync(file);
if (!present) console.log(`skipped: no ${file}; set GAUGER_CORPUS`);

(present ? test : test.skip)('every code that the catalogue answers with a reset or a node restart is hardware', () => {
  const { xids }: { xids: { code: number; immediate: string }[] } = JSON.parse(readFileSync(file, 'utf8'));
  const reset = xids.filter(({ immediate }) => /RESET_GPU|RESTART_BM|NVLINK|CHECK_MECHANICALS|XID_48/.test(immediate));
  expect(reset.filter(({ code }) => hardwareXid(code) === undefined)).toEqual([]);
});

test('an application’s crash is no fault of the GPU', () => {
  for (const code of [0, 13, 31, 43, 45, 68, 69]) expect(hardwareXid(code)).toBeUndefined();
  expect(hardwareXid(79)?.remedy).toBe('node');
  expect(hardwareXid(94)?.remedy).toBe('restart');
});
