import { finding } from '../../../test/fakes/finding.ts';
import { AlertBook, DEFAULT_ALERT_POLICY } from '../alerts/alert-book.ts';
import { entityKey } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import { attribute } from './attribute.ts';

const bill = (share: number, change: Partial<Finding> = {}) =>
  finding({
    usdPerHour: 5,
    causes: [
      { cause: 'longer outputs', share },
      { cause: 'more requests', share: 1 - share },
    ],
    ...change,
  });
const outputs = (change: Partial<Finding> = {}) =>
  finding({
    detector: 'output-exfiltration',
    severity: 'critical',
    techniques: [{ id: 'AML.T0024', name: 'Exfiltration via AI Inference API' }],
    ...change,
  });
const names = (findings: readonly Finding[]) =>
  findings.map(({ detector, entity }) => `${detector} ${entity.identity['tenant'] ?? entity.identity['pod']}`);

test('long outputs that cost are one finding of the outputs, with the money', () => {
  const [only, ...none] = attribute([bill(0.9), outputs()]);
  expect(none).toEqual([]);
  expect(only).toMatchObject({ detector: 'output-exfiltration', usdPerHour: 5, severity: 'critical' });
  expect(only?.causes[0]).toEqual({ cause: 'longer outputs', share: 0.9 });
  expect(only?.techniques.map(({ id }) => id)).toEqual(['AML.T0024', 'AML.T0034.000']);
});

test('what is in the shadow swallows nothing that people are told, and has its own alerts', () => {
  const live = bill(0.9);
  const shadow = outputs({ shadow: true });
  expect(attribute([live, shadow])).toEqual([live, shadow]);
  expect(names(attribute([bill(0.9, { shadow: true }), shadow]))).toEqual(['output-exfiltration acme']);
});

test('a bill that mostly has other causes leads', () => {
  expect(attribute([bill(0.2), outputs()])).toMatchObject([{ detector: 'cost-spike', severity: 'critical' }]);
});

test('an episode keeps its name', () => {
  const book = new AlertBook({ ...DEFAULT_ALERT_POLICY, forTicks: 1, withinTicks: 1 });
  book.advance([bill(0.2)], 0);
  expect(names(attribute([bill(0.9), outputs()], book.open()))).toEqual(['cost-spike acme']);
});

test('other tenants stay other alerts', () => {
  const findings = [bill(0.9), outputs({ entity: finding({ tenant: 'other' }).entity })];
  expect(attribute(findings)).toEqual(findings);
});

function squeezed(pod: string, score: number, cause: string, model = 'llama'): Finding {
  const identity = { namespace: 'ai', pod };
  const entity = { kind: 'pod' as const, key: entityKey('pod', identity), identity, labels: identity };
  const evidence = finding().evidence.map((line) => ({ ...line, entity: entity.key }));
  return finding({
    detector: 'gpu-memory-contention',
    entity,
    score,
    evidence,
    causes: [{ cause, share: 1 }],
    labels: { model_name: model },
  });
}

test('replicas of one model under one demand are one finding', () => {
  const folded = attribute([
    squeezed('a', 2, 'more requests'),
    squeezed('b', 3, 'more requests'),
    squeezed('c', 9, 'more requests', 'qwen'),
  ]);
  expect(names(folded)).toEqual(['gpu-memory-contention b', 'gpu-memory-contention c']);
  expect(folded[0]?.evidence.map(({ entity }) => entity)).toEqual([
    squeezed('b', 1, '').entity.key,
    squeezed('a', 1, '').entity.key,
  ]);
});

test('a foreign process on a replica’s GPU is never folded away, and explains the other replicas', () => {
  const [a, b, c] = [
    squeezed('a', 2, 'memory taken by another process'),
    squeezed('b', 3, 'memory taken by another process'),
    squeezed('c', 9, 'more requests'),
  ];
  expect(names(attribute([a, b, c]))).toEqual(['gpu-memory-contention a', 'gpu-memory-contention b']);
});

test('while a replica’s alert is open the others wait for its end', () => {
  const book = new AlertBook({ ...DEFAULT_ALERT_POLICY, forTicks: 1, withinTicks: 1 });
  book.advance([squeezed('a', 2, 'less room for the KV cache')], 0);
  expect(attribute([squeezed('b', 3, 'more requests')], book.open())).toEqual([]);
  expect(names(attribute([squeezed('a', 2, 'x'), squeezed('b', 9, 'x')], book.open()))).toEqual([
    'gpu-memory-contention a',
  ]);
  const foreign = squeezed('b', 3, 'memory taken by another process');
  expect(attribute([foreign], book.open())).toEqual([foreign]);
});

test('an overload and the memory squeeze of a pod of that model are one, led by what came first', () => {
  const identity = { model: 'llama' };
  const entity = { kind: 'model' as const, key: entityKey('model', identity), identity, labels: identity };
  const overload = finding({ detector: 'inference-overload', entity, score: 5 });
  const led = (cause: string) =>
    attribute([squeezed('a', 2, cause), squeezed('b', 3, cause), overload]).map(({ detector, score }) => [
      detector,
      score,
    ]);
  expect(led('more requests')).toEqual([['inference-overload', 5]]);
  expect(led('less room for the KV cache')).toEqual([['gpu-memory-contention', 5]]);
  expect(attribute([squeezed('a', 2, 'more requests', 'qwen'), overload])).toHaveLength(2);
});

test('next to a broken GPU the findings of its pod count half and say why', () => {
  const identity = { UUID: 'GPU-1' };
  const entity = { kind: 'gpu' as const, key: entityKey('gpu', identity), identity, labels: { ...identity, pod: 'a' } };
  const fault = finding({
    detector: 'gpu-fault',
    entity,
    summary: 'node-a GPU 1 of pod a reports XID 95: an uncontained memory error.',
  });
  const [near, far, same] = attribute([squeezed('a', 2, 'x'), squeezed('b', 2, 'x', 'qwen'), fault]);
  expect(near).toMatchObject({ confidence: 0.45, doubts: [`Look at the hardware first: ${fault.summary}`] });
  expect([far?.confidence, same]).toEqual([0.9, fault]);
});

test('guardrails that find the same are one, and stay one while it is open', () => {
  const guardrail = (name: string, score: number) => {
    const identity = { guardrail_name: name };
    const entity = { kind: 'guardrail' as const, key: entityKey('guardrail', identity), identity, labels: identity };
    return finding({ detector: 'guardrail-spike', entity, score, evidence: [] });
  };
  const scores = (findings: readonly Finding[]) =>
    findings.map(({ entity, score }) => [entity.identity['guardrail_name'], score]);
  expect(scores(attribute([guardrail('a', 2), guardrail('b', 3)]))).toEqual([['b', 3]]);
  const book = new AlertBook({ ...DEFAULT_ALERT_POLICY, forTicks: 1, withinTicks: 1 });
  book.advance([guardrail('a', 2)], 0);
  expect(scores(attribute([guardrail('a', 2), guardrail('b', 3)], book.open()))).toEqual([['a', 3]]);
  expect(attribute([guardrail('b', 3)], book.open())).toEqual([]);
});

test('money and outputs of a tenant that copies the model belong to that', () => {
  const extraction = finding({
    detector: 'model-extraction',
    causes: [{ cause: 'even requests of one length', share: 1 }],
  });
  const all = [bill(0.2), outputs(), extraction, finding({ tenant: 'other' })];
  expect(names(attribute(all))).toEqual(['model-extraction acme', 'cost-spike other']);
  expect(attribute(all)[0]).toMatchObject({ causes: extraction.causes, usdPerHour: 5, severity: 'critical' });
});

test('a pod short of memory that grows beside it is one finding; a leak that is told already stays', () => {
  const { entity } = squeezed('a', 2, 'x');
  const leak = finding({ detector: 'gpu-memory-leak', entity, score: 3 });
  const all = [squeezed('a', 2, 'x'), leak, squeezed('b', 2, 'x', 'qwen')];
  expect(names(attribute(all))).toEqual(['gpu-memory-contention a', 'gpu-memory-contention b']);
  const book = new AlertBook({ ...DEFAULT_ALERT_POLICY, forTicks: 1, withinTicks: 1 });
  book.advance([leak], 0);
  expect(names(attribute(all, book.open()))).toHaveLength(3);
});
