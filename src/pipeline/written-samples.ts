import { SampleWriter, type WriteAnswer } from '../api/ports.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { WriteReceiver, WriteResult } from '../scrape/write-receiver.ts';
import type { LiveService } from './live-service.ts';
import type { WrittenTargetList } from './written-target-list.ts';

export interface WrittenSamplesParts {
  readonly receiver: WriteReceiver;
  readonly live: Pick<LiveService, 'takesPages' | 'accept'>;
  readonly targets: Pick<WrittenTargetList, 'note'>;
  readonly metrics: Pick<Metrics, 'written'>;
  readonly bodyMaximumBytes: number;
}

const NOT_READY: WriteAnswer = { outcome: 'not_ready', samples: 0, detail: 'What was known is still being restored.' };

/** The way of written samples into the pipeline. */
export class WrittenSamples extends SampleWriter {
  constructor(private readonly parts: WrittenSamplesParts) {
    super();
  }

  get bodyMaximumBytes(): number {
    return this.parts.bodyMaximumBytes;
  }

  async write(body: Uint8Array, version: '1' | '2'): Promise<WriteAnswer> {
    const { receiver, live, targets, metrics } = this.parts;
    const result = live.takesPages ? receiver.read(body, version) : undefined;
    const answer = result === undefined ? NOT_READY : answerTo(result, version);
    metrics.written(answer.outcome, result?.ok === true ? result.samples : {});
    for (const page of result?.ok === true ? result.pages : []) {
      targets.note(page);
      await live.accept(page);
    }
    return answer;
  }
}

function answerTo(result: WriteResult, version: '1' | '2'): WriteAnswer {
  if (!result.ok) return { outcome: result.reason, samples: 0, detail: `${result.detail}.` };
  const { invalid, over_limit: overLimit, ...fine } = result.samples;
  const samples = Object.values(fine).reduce((sum, count) => sum + count, 0);
  const problems = [
    ...(invalid > 0 ? [`${invalid} samples are invalid: ${result.problem}`] : []),
    ...(overLimit > 0 ? [`${overLimit} samples are of series beyond limits.series`] : []),
    // A sender of 1.0 does not expect to be told; see the table of messages in remote write 2.0, "Partial Write".
    ...(version === '2' && result.histograms > 0
      ? [`${result.histograms} native histograms are not read; set send_native_histograms: false`]
      : []),
  ];
  if (problems.length === 0) return { outcome: 'written', samples };
  return { outcome: 'partly', samples, detail: `${problems.join('; ')}. ${samples} samples were taken.` };
}
