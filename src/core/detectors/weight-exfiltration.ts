import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import { scoreOfRest } from './common-rise.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isRaised, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { verdict } from './verdict.ts';
import { listed, quantity, usual } from './wording.ts';

const Settings = z.object({
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Score from which reads of disks or of GPU memory count as where the bytes came from'),
  minimumBytesPerSecond: z
    .number()
    .min(0)
    .default(185_000)
    .describe(
      'Unexplained bytes a second over twenty minutes from which they count however slowly they rose: 16 GB a day, the weights of a small model',
    ),
  bytesPerToken: z
    .number()
    .min(0)
    .default(500)
    .describe('Bytes that an answer may take a token: a streamed chunk with its JSON around is 200 to 400'),
});
type Settings = z.infer<typeof Settings>;

/** A serving pod sends out more than its answers: its weights may leave. */
export const weightExfiltration: Detector<Settings> = {
  id: 'weight-exfiltration',
  help: 'A pod with a GPU sends out more bytes than its answers explain; reads of its volume or of GPU memory show where they come from.',
  needs: [{ signal: 'network.transmit', entity: 'pod' }],
  techniques: [TECHNIQUES.exfiltrationByCyberMeans],
  settings: Settings,
  evaluate(view, settings) {
    return view.entities('pod').flatMap((pod) => {
      const transmit = view.reading('network.transmit', pod);
      if (!isUsable(transmit) || !holdsModel(view, pod)) return [];
      const answers = answered(view, pod, transmit);
      if (scoreOfRest(transmit, transmit.value - answers) >= 1) return [findingOf(view, pod, transmit, settings)];
      const slow = trickle(view, pod, transmit, settings);
      return slow === undefined ? [] : [findingOf(view, pod, slow, settings)];
    });
  },
};

/** Pods that answer for a model or hold a GPU have weights to lose; a database that is backed up has none. */
function holdsModel(view: TickView, pod: Entity): boolean {
  return view.related(pod, 'gpu').length > 0 || view.reading('tokens.output', pod) !== undefined;
}

/** More than this many times the expectation, or a service that always sends much (replicas that share a model, traces) would be meant. */
const TRICKLE_GROWTH = 2;

/** The last twenty minutes, where more leaves than answers can be made of, more than is worth stealing, and several times what is expected. */
function trickle(view: TickView, pod: Entity, transmit: Reading, settings: Settings): Reading | undefined {
  const lately = view.reading('network.transmitLately', pod);
  if (!isUsable(lately)) return undefined;
  const answers = (view.reading('tokens.output', pod)?.value ?? 0) * settings.bytesPerToken;
  const upper = Math.max(answers, TRICKLE_GROWTH * transmit.expected);
  if (!(lately.value - upper >= settings.minimumBytesPerSecond)) return undefined;
  // What it is held against is told: the band of a creeping signal has come along.
  return { ...lately, expected: transmit.expected, lower: 0, upper, score: Math.max(1, transmit.score) };
}

/** Bytes a second over the usual that go with more tokens than usual, at the usual bytes a token. */
function answered(view: TickView, pod: Entity, transmit: Reading): number {
  const tokens = view.reading('tokens.output', pod);
  if (!isUsable(tokens) || tokens.expected <= 0) return 0;
  return Math.max(0, transmit.expected * (tokens.value / tokens.expected - 1));
}

/** How far reads and sends of the same bytes are apart: a buffer here, a header there. */
const PACE_SLACK = 1.33;

/** The volume is read as fast as bytes leave, however wide its band is: a model server reads its volume once, at the start. */
function keepsPace(disk: Reading | undefined, transmit: Reading | undefined): disk is Reading {
  if (!isUsable(disk) || transmit === undefined || disk.value <= 0) return false;
  return Math.abs(Math.log(disk.value / transmit.value)) <= Math.log(PACE_SLACK);
}

function findingOf(view: TickView, pod: Entity, transmit: Reading, { supportScore }: Settings): Finding {
  const disk = view.reading('disk.read', pod);
  const gpus = view.related(pod, 'gpu').flatMap((gpu) => {
    const reading = view.reading('gpu.pcieTransmit', gpu);
    return isRaised(reading, supportScore) ? [{ entity: gpu, reading }] : [];
  });
  const sources = [...(isRaised(disk, supportScore) ? [{ entity: pod, reading: disk }] : []), ...gpus];
  const isPaced = sources.length === 0 && keepsPace(disk, view.reading('network.transmit', pod));
  const from = [
    ...(isPaced || sources.some(({ entity }) => entity === pod) ? ['its volumes'] : []),
    ...(gpus.length > 0 ? ['GPU memory'] : []),
  ];
  const reads =
    from.length === 0 ? '' : `; it reads ${listed(from)} ${isPaced ? 'at the same pace' : 'more than usual'}`;
  const lines = [
    { entity: pod, reading: transmit },
    ...(isPaced ? [{ entity: pod, reading: disk }] : sources.slice(0, 4)),
  ];
  return verdict(weightExfiltration, pod, transmit, {
    severity: sources.length > 0 ? 'critical' : 'warning',
    confidence: transmit.confidence * (sources.length > 0 ? 1 : 0.7),
    summary: `Pod ${entityName(pod)} sends out ${quantity(transmit.value, 'bytes/s')}, ${usual(transmit, 'bytes/s')}, more than its answers explain${reads}.`,
    causes: [{ cause: from.length === 0 ? 'bytes of unknown origin' : `bytes read from ${listed(from)}`, share: 1 }],
    evidence: lines.map(({ entity, reading }) => evidenceOf(entity, reading)),
    nextStep: `Find the peer of the largest connection of ${entityName(pod)} and cut it by a NetworkPolicy; compare its image and arguments with what was deployed.`,
    doubts: doubts(isPaced, from.length > 0),
  });
}

function doubts(isPaced: boolean, isKnown: boolean): string[] {
  if (isPaced) return ['Files that are shipped in order, logs or a backup, look like this too.'];
  return isKnown ? [] : ['Nothing is read more than usual: it may be logs or traces.'];
}
