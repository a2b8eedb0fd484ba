import type { Detector } from '../api/types.ts';
import { quietMeans } from './quiet.ts';

const detectors = (...states: Detector['state'][]) => states.map((state) => ({ state }));

it.each([
  ['usual', detectors('armed', 'armed', 'warming', 'blind')],
  ['usual', detectors('armed', 'blind', 'blind')],
  ['learning', detectors('armed', 'warming', 'warming')],
  ['learning', detectors('warming', 'blind')],
  ['unwatched', detectors('blind', 'disabled')],
  ['unwatched', []],
] as const)('no alert means %s where detectors are %j', (want, given) => expect(quietMeans(given)).toBe(want));
