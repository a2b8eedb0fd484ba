import { writeVersion } from './write-version.ts';

const TYPE = 'application/x-protobuf';

it.each([
  [TYPE, '1'],
  ['Application/X-Protobuf', '1'],
  [`${TYPE}; charset=utf-8 ;PROTO="prometheus.WriteRequest"`, '1'],
  [`${TYPE};proto=io.prometheus.write.v2.Request`, '2'],
])('knows the message of %s', (type, version) => {
  expect(writeVersion({ 'content-type': type })).toEqual({ ok: true, version });
  expect(writeVersion({ 'content-type': type, 'content-encoding': 'Snappy' })).toEqual({ ok: true, version });
  expect(writeVersion({ 'content-type': type, 'content-encoding': 'zstd' })).toMatchObject({ ok: false });
});

it.each([
  undefined,
  '',
  'application/json',
  `${TYPE}x`,
  `text/plain;${TYPE}`,
  `${TYPE};proto=`,
  `${TYPE};proto=prometheus.writerequest`,
  `${TYPE};proto=__proto__`,
  `${TYPE};proto=constructor`,
  `${TYPE};proto="toString"`,
])('does not know the message of %j', (type) => {
  expect(writeVersion(type === undefined ? {} : { 'content-type': type })).toMatchObject({ ok: false });
});
