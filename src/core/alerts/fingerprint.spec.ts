import { alertId, fingerprint, fnv1a64 } from './fingerprint.ts';

test('FNV-1a 64 agrees with the published vectors', () => {
  expect(fnv1a64('')).toBe('cbf29ce484222325');
  expect(fnv1a64('a')).toBe('af63dc4c8601ec8c');
  expect(fnv1a64('foobar')).toBe('85944171f73967e8');
});

test('text outside ASCII is hashed as UTF-8', () => {
  const bytes = (text: string) => {
    let hash = 0xcbf29ce484222325n;
    for (const byte of Buffer.from(text, 'utf8')) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
    return hash.toString(16).padStart(16, '0');
  };
  for (const text of ['Zürich', '東京', '🦙 llama', '\ud800 lone']) expect(fnv1a64(text)).toBe(bytes(text));
});

test('detector and entity both count, and cannot run into each other', () => {
  expect(fingerprint('cost-spike', 'tenant{tenant="acme"}')).toBe(fingerprint('cost-spike', 'tenant{tenant="acme"}'));
  expect(fingerprint('cost-spike', 'tenant{tenant="acme"}')).not.toBe(fingerprint('cost-spike', 'tenant{tenant="b"}'));
  expect(fingerprint('a', 'b\nc')).not.toBe(fingerprint('a\nb', 'd'));
});

test('an id names one episode', () => {
  expect(alertId('85944171f73967e8', 1_777_852_800_000)).toBe('85944171f73967e8-moqfnk00');
});
