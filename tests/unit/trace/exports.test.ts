import { expect, test } from 'vitest';
import { simulate } from '../../../src/engine/simulate';
import { SYSTEMS } from '../../../src/systems/registry';
import { ancestorsOf, happensBefore, vectorClocks } from '../../../src/trace/causality';
import { firstDivergence } from '../../../src/trace/divergence';
import { exportJson } from '../../../src/trace/exports/json';
import { exportMermaid, MERMAID_MESSAGES_MAX } from '../../../src/trace/exports/mermaid';
import { exportShiviz, SHIVIZ_PARSER } from '../../../src/trace/exports/shiviz';
import { exportText } from '../../../src/trace/exports/text';
import { createRecorder } from '../../../src/trace/recorder';
import { stateAt } from '../../../src/trace/stateAt';
import { crashAtStep, drop, kafkaScenario, lane } from '../../support/kafkaScenario';

const faults = [drop('ProduceResponse', 3), crashAtStep('consumer', 'after', 'effect', 5)];
const traceOf = (seed = 'blue-otter-42', count = 8) =>
  simulate(
    kafkaScenario([lane('at-least-once')], faults, {
      seed,
      records: { count, everyMs: 100, keys: 1, kind: 'payment' },
    }),
    SYSTEMS,
  )[0]!.trace;
const trace = traceOf();

test('text has one line for each event, with its causes', () => {
  const lines = exportText(trace).split('\n');
  expect(lines).toHaveLength(trace.events.length);
  expect(lines.find((line) => line.includes('crashes'))).toMatch(/consumer .*← \d+/);
});

test('json has at least what the contract asks of every event', () => {
  for (const event of JSON.parse(JSON.stringify(exportJson(trace))) as Record<string, unknown>[]) {
    expect(Object.keys(event)).toEqual(expect.arrayContaining(['seq', 'at', 'node', 'kind', 'causes']));
    expect(Array.isArray(event['causes'])).toBe(true);
  }
});

test('mermaid names every node, crosses what is lost, and stays within what people can paste', () => {
  const text = exportMermaid(trace);
  for (const node of trace.nodes) expect(text).toContain(`participant ${node}`);
  expect(text).toMatch(/broker-1--xproducer: .*ProduceResponse \[3\]/);
  const long = exportMermaid(traceOf('s', 60)).split('\n');
  expect(long.length).toBeLessThanOrEqual(MERMAID_MESSAGES_MAX + trace.nodes.length + 2);
  expect(long.at(-1)).toContain('left out');
});

test('shiviz has a parser on its first line and a clock on every event', () => {
  const [parser, empty, ...lines] = exportShiviz(trace).split('\n');
  expect([parser, empty]).toEqual([SHIVIZ_PARSER, '']);
  const pattern = new RegExp(SHIVIZ_PARSER);
  for (const line of lines) expect(JSON.parse(pattern.exec(line)!.groups!['clock']!)).toBeTypeOf('object');
});

test('a clock is greater than those of all its causes', () => {
  const clocks = vectorClocks(trace.events);
  for (const { seq, causes } of trace.events) {
    for (const cause of causes)
      clocks[cause]!.forEach((ticks, node) => expect(clocks[seq]!.get(node) ?? 0).toBeGreaterThanOrEqual(ticks));
  }
});

test('ancestors are what happened before', () => {
  const applied = trace.events.find((event) => event.kind === 'apply' && event.record === 3)!;
  const submitted = trace.events.find((event) => event.kind === 'submit' && event.record === 3)!;
  expect(ancestorsOf(trace.events, [applied.seq]).map(({ seq }) => seq)).toContain(submitted.seq);
  expect(happensBefore(trace.events, submitted.seq, applied.seq)).toBe(true);
  expect(happensBefore(trace.events, applied.seq, submitted.seq)).toBe(false);
});

test('traces part where their first different event stands, and equal ones do not part', () => {
  expect(firstDivergence(trace, traceOf())).toBeUndefined();
  const other = traceOf('green-heron-7');
  const parted = firstDivergence(trace, other)!;
  expect(trace.events.slice(0, parted.seq)).toEqual(other.events.slice(0, parted.seq));
  expect(parted.left).not.toEqual(parted.right);
});

test('the state at an instant knows who is down', () => {
  const crash = trace.events.find(({ kind }) => kind === 'crash')!;
  const restart = trace.events.find(({ kind }) => kind === 'restart')!;
  expect(stateAt(trace, crash.seq).get('consumer')?.status).toBe('down');
  expect(stateAt(trace, crash.seq - 1).get('consumer')?.status).toBe('up');
  expect(stateAt(trace, restart.seq).get('consumer')).toMatchObject({ status: 'up', incarnation: 2 });
});

test('the recorder refuses a cause from the future, and its digest sees every field', () => {
  const head = {
    at: 0,
    node: 'n',
    incarnation: 1,
    causes: [] as number[],
    control: [],
    durable: false,
    part: '',
    state: 'up',
  };
  expect(() => createRecorder('l').append({ ...head, causes: [0] }, { kind: 'restart' })).toThrow(/comes after it/);
  const digestOf = (change: object): string => {
    const recorder = createRecorder('l');
    recorder.append({ ...head, ...change }, { kind: 'restart' });
    return recorder.finish({ nodes: ['n'], partitions: [] }, []).digest;
  };
  const digests = [{}, { at: 1 }, { node: 'm' }, { incarnation: 2 }, { durable: true }, { state: 'down' }].map(
    digestOf,
  );
  expect(new Set(digests).size).toBe(digests.length);
});
