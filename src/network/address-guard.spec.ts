import { promisify } from 'node:util';
import { guardedLookup, isRefusedAddress, isRefusedHost } from './address-guard.ts';

describe('isRefusedAddress', () => {
  it.each([
    ['169.254.169.254', true],
    ['169.254.0.1', true],
    ['169.253.0.1', false],
    ['fe80::1', true],
    ['fe80::1%eth0', true],
    ['febf::1', true],
    ['fec0::1', false],
    ['::ffff:169.254.169.254', true],
    ['::ffff:a9fe:a9fe', true],
    ['fd00:ec2::254', true],
    ['fd20:ce::254', true],
    ['100.100.100.200', true],
    ['127.0.0.1', false],
    ['10.0.0.1', false],
    ['::1', false],
    ['example.com', false],
  ])('%s: %s', (address, refused) => expect(isRefusedAddress(address)).toBe(refused));

  it('knows the brackets of a URL', () => expect(isRefusedHost(new URL('http://[fe80::1]:80/').hostname)).toBe(true));
});

describe('guardedLookup', () => {
  const lookup = promisify(guardedLookup);

  it('resolves names', async () => {
    await expect(lookup('localhost', { family: 4 })).resolves.toBe('127.0.0.1');
    await expect(lookup('localhost', { family: 4, all: true })).resolves.toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  it('hands out no refused address', async () => {
    await expect(lookup('169.254.169.254', {})).rejects.toMatchObject({ code: 'REFUSED_ADDRESS' });
  });
});
