import { parseConfig } from '../config/load-config.ts';
import type { Labels } from '../core/model/labels.ts';
import { intakeFor } from './admission.ts';

const TARGET = { job: 'dcgm', instance: 'h:9400', pod: 'exporter', node: 'n1' };

/** What becomes of a gauge with these labels, under the keys of a scrape configuration. */
function admitted(yaml: string, labels: Labels, target: Labels = TARGET) {
  const { config } = parseConfig(`scrape_configs: [{ job_name: dcgm, ${yaml} }]`, 'gauger.yaml', { environment: {} });
  const series = intakeFor(config)({ target }).admit({ name: 'DCGM_FI_DEV_GPU_UTIL', labels, type: 'gauge' });
  return series && { name: series.name, labels: { ...series.labels } };
}

const name = 'DCGM_FI_DEV_GPU_UTIL';
const rules = (...all: string[]) => `metric_relabel_configs: [${all.join(', ')}]`;

describe('intakeFor', () => {
  it.each<[string, string, Labels, ReturnType<typeof admitted>]>([
    ['leaves all as it is without rules', '', { gpu: '0' }, { name, labels: { gpu: '0' } }],
    ['drops by name', rules('{ source_labels: [__name__], regex: DCGM_.*, action: drop }'), {}, undefined],
    [
      'renames',
      rules('{ target_label: __name__, replacement: util }'),
      { gpu: '0' },
      { name: 'util', labels: { gpu: '0' } },
    ],
    ['drops what has lost its name', rules("{ target_label: __name__, replacement: '' }"), {}, undefined],
    ['shows rules the target’s labels', rules('{ source_labels: [node], regex: n1, action: drop }'), {}, undefined],
    [
      'renames a label that clashes before the rules see it',
      rules('{ source_labels: [exported_pod], target_label: workload }'),
      { pod: 'train' },
      { name, labels: { exported_pod: 'train', workload: 'train' } },
    ],
    [
      'or lets it win with honor_labels',
      `honor_labels: true, ${rules('{ source_labels: [pod], target_label: workload }')}`,
      { pod: 'train' },
      { name, labels: { pod: 'train', workload: 'train' } },
    ],
    [
      'keeps within label_limit, the target’s labels and the name counted',
      'label_limit: 6',
      { gpu: '0' },
      { name, labels: { gpu: '0' } },
    ],
    ['drops beyond label_limit', 'label_limit: 5', { gpu: '0' }, undefined],
    ['drops a value that is too long', 'label_value_length_limit: 30', { a: 'x'.repeat(31) }, undefined],
    [
      'judges what the rules leave',
      `label_limit: 6, ${rules('{ regex: b, action: labeldrop }')}`,
      { a: '1', b: '2' },
      { name, labels: { a: '1' } },
    ],
  ])('%s', (_, yaml, labels, result) => expect(admitted(yaml, labels)).toEqual(result));

  it('has no rules for a job that the configuration does not know', () => {
    expect(admitted(rules('{ action: drop }'), {}, { ...TARGET, job: 'other' })).toEqual({ name, labels: {} });
  });

  it('finds the scrape configuration by its name, and in a log, which has none, by the job label', () => {
    const yaml = `scrape_configs:
  - { job_name: pods, honor_timestamps: false, sample_limit: 10 }
  - { job_name: vllm, sample_limit: 20 }`;
    const intake = intakeFor(parseConfig(yaml, 'gauger.yaml', { environment: {} }).config);
    const target = { job: 'vllm', instance: 'h:1' };
    expect(intake({ target, scrapePool: 'pods' })).toMatchObject({ honorTimestamps: false, samplesMaximum: 10 });
    expect(intake({ target })).toMatchObject({ honorTimestamps: true, samplesMaximum: 20 });
    expect(intake({ target: { job: 'none' } })).toMatchObject({ honorTimestamps: true, samplesMaximum: 0 });
  });
});
