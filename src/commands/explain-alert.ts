import { band, percent, plainNumber, quantity } from '../core/detectors/wording.ts';
import { isSameJudgement, replaySignal } from '../core/evidence/replay-signal.ts';
import type { EvidencePack, FrozenSignal } from '../core/model/frozen-evidence.ts';
import { EvidenceJson, evidenceOf } from '../store/evidence-json.ts';
import { askService } from './ask-service.ts';
import type { Print } from './check.ts';
import type { ExplainOptions } from './explain.ts';

const FAILED = 1;
/** The least share of a cause; what is smaller is rounding. */
const WORTH_A_WORD = 0.005;

/** The form of an alert's id. */
export const ALERT_ID = /^[0-9a-f]{16}-[0-9a-z]{1,12}$/;

const toStandardOutput: Print = (line) => process.stdout.write(`${line}\n`);

/**
 * Fetches what an alert rested on, judges it again from the frozen baselines, and says whether the scores are the same bit for bit.
 * 1: nothing is kept of it, or a score is another one.
 */
export async function explainAlert(
  id: string,
  options: ExplainOptions,
  print: Print = toStandardOutput,
): Promise<number> {
  const found = await askService(options, `/api/v1/alerts/${encodeURIComponent(id)}/evidence`);
  if (found === undefined) {
    process.stderr.write(`gauger explain: ${options.url} keeps no evidence of alert ${id}\n`);
    return FAILED;
  }
  const pack = evidenceOf(EvidenceJson.parse(found));
  const replayed = pack.signals.map((signal) => ({ signal, same: isSame(signal) }));
  if (options.json === true) print(JSON.stringify({ id, signals: replayed.map(resultOf) }));
  else for (const line of report(pack, replayed)) print(line);
  return replayed.some(({ same }) => same === false) ? FAILED : 0;
}

interface Replayed {
  readonly signal: FrozenSignal;
  /** Undefined: the state from before is not there, or of another version. */
  readonly same: boolean | undefined;
}

function isSame(signal: FrozenSignal): boolean | undefined {
  const again = signal.before && replaySignal(signal, signal.before);
  return again && isSameJudgement(again, signal);
}

function resultOf({ signal, same }: Replayed) {
  const { definition, entity, timeMs, value, expected, lower, upper, score } = signal;
  const time = new Date(timeMs).toISOString();
  return { signal: definition.id, entity, time, value, expected, lower, upper, score, same: same ?? null };
}

function report(
  { alert, version, taxonomyVersion, configHash }: EvidencePack,
  replayed: readonly Replayed[],
): string[] {
  const { peak, id, firedAtMs = alert.startsAtMs } = alert;
  return [
    peak.summary,
    `alert ${id}, ${peak.severity}, fired ${new Date(firedAtMs).toISOString()}`,
    `gauger ${version}, ${taxonomyVersion}, configuration ${configHash.slice(0, 12)}`,
    ...peak.causes
      .filter(({ share }) => share >= WORTH_A_WORD)
      .map(({ cause, share }) => `  ${percent(share)} ${cause}`),
    ...replayed.flatMap(lines),
  ];
}

function lines({ signal, same }: Replayed): string[] {
  const { definition, entity, value, expected, lower, upper, score } = signal;
  const { unit } = definition;
  return [
    `${definition.id} of ${entity}`,
    `  ${quantity(value, unit)}, expected ${quantity(expected, unit)}, usually ${band(lower, upper, unit)}, score ${plainNumber(score)}`,
    `  ${verdictOn(same)}`,
  ];
}

function verdictOn(same: boolean | undefined): string {
  if (same === undefined)
    return 'cannot be judged again: the baseline from before was not kept, or is of another version';
  return same ? 'judged again from its frozen baseline: the same score bit for bit' : 'JUDGED AGAIN: ANOTHER SCORE';
}
