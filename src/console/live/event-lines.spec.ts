import fc from 'fast-check';
import { EventLines } from './event-lines.ts';

const STREAM =
  ': hello\n\nid: 7\nevent: alert\ndata: {"a":1}\n\ndata: one\r\ndata:two\r\n\r\nevent: empty\n\nretry: 10\ndata\n\n';
const EVENTS = [
  { id: '7', event: 'alert', data: '{"a":1}' },
  { id: '7', event: 'message', data: 'one\ntwo' },
  { id: '7', event: 'message', data: '' },
];

it('reads a stream as the standard says', () => {
  expect(new EventLines().push(STREAM)).toEqual(EVENTS);
});

it('does so however it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 20 }), (cuts) => {
      const lines = new EventLines();
      const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
      const got = places.flatMap((place, index) => lines.push(STREAM.slice(place, places[index + 1])));
      expect(got).toEqual(EVENTS);
    }),
  );
});

it('never throws', () => {
  fc.assert(fc.property(fc.array(fc.string()), (pieces) => pieces.every((piece) => new EventLines().push(piece))));
});
