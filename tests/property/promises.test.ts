/**
 * Every preset of every system in worlds of bad luck: messages lost, late and doubled, nodes that crash between any two steps.
 * No world stops the engine, every run ends by itself, and every promise is kept – but for what the excuses below name,
 * which is each looked for in the run. `ACKWARD_WORLDS` plays more worlds than the few of each test run.
 */
import { describe, expect, test } from 'vitest';
import { judge, type JudgedLane } from '../../src/explorer/judge';
import type { System } from '../../src/engine/contracts';
import { DEFAULT_RECORDS, defaultLimits } from '../../src/scenario/defaults';
import { encodeLink } from '../../src/scenario/link';
import type { Scenario } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind } from '../../src/trace/event';

const WORLDS = Number(process.env['ACKWARD_WORLDS'] ?? 6);

/** Two kinds of bad weather: with late copies of messages and without. A promise of at most once holds only without them. */
const COPIES = { calm: 0, copying: 20 } as const;

function world(seed: string, system: System, preset: string, duplicatePerMille: number): Scenario {
  return {
    version: 1,
    title: 'a world of bad luck',
    seed,
    records: DEFAULT_RECORDS,
    network: { latencyMs: [5, 15], lossPerMille: 20, duplicatePerMille, delayPerMille: 30, delayMs: [20, 200] },
    crashes: { perMille: 10, forMs: [100, 600] },
    faults: [],
    lanes: [{ id: 'lane', system: system.id, preset, settings: {} }],
    limits: defaultLimits(DEFAULT_RECORDS),
  };
}

type Excuse = (lane: JudgedLane, record: number) => boolean;

/** The message was sent about this record, and lost. */
const lost =
  (name: string): Excuse =>
  ({ trace }, record) =>
    trace.events
      .filter(isKind('lost'))
      .some(({ message }) => message.name === name && message.records.includes(record));

const publishedToNobody: Excuse = ({ trace }, record) =>
  trace.events.filter(isKind('bury')).some((event) => event.record === record && event.why === 'unroutable');

const snapshotTakenTwice: Excuse = ({ trace }) =>
  trace.events.filter(isKind('send')).filter(({ message }) => message.says.startsWith('snapshot')).length > 1;

/** The client asks how far its name has come, and cannot tell the number 0 from none. */
const zeroTakenForNone: Excuse = ({ trace, verdict }, record) =>
  verdict.records[record - 1]?.swallowed === true &&
  trace.events
    .filter(isKind('send'))
    .filter(({ message }) => message.name === 'QueryPublisherSequenceResponse' && message.says === '0').length > 1;

/** What a system says itself that its promise does not cover; each is in its MODEL.md. */
const EXCUSES: Readonly<Record<string, Excuse>> = {
  // A new group begins at the end of the log, and positions are committed before the work is done.
  'kafka defaults': () => true,
  // An acknowledgement that asks for no answer may be lost, and then the message comes again.
  'pubsub acknowledge-first': lost('AcknowledgeRequest'),
  'jetstream acknowledge-first': lost('Ack'),
  // What is published before there is a subscription is nobody's.
  'mqtt qos1': publishedToNobody,
  'mqtt qos1-with-memory': publishedToNobody,
  'rabbitmq-streams named': zeroTakenForNone,
  // Exactly-once begins where the first snapshot ends.
  'debezium exactly-once': snapshotTakenTwice,
};

/** What is wrong with a run, in words with a link that plays it; empty when nothing is. */
function complaintOf(scenario: Scenario, name: string): string {
  const [lane] = judge(scenario, SYSTEMS);
  const link = `#${encodeLink(scenario, SYSTEMS)}`;
  const { ended, keepsClaim, claim, anomalies } = lane!.verdict;
  if (ended !== 'quiet') return `does not end: ${link}`;
  if (keepsClaim) return '';
  const broken = anomalies.filter(({ rulesOut }) => rulesOut.includes(claim));
  const inexcusable = broken.filter(({ record }) => EXCUSES[name]?.(lane!, record) !== true);
  return inexcusable.length === 0
    ? ''
    : `${inexcusable.map(({ kind, record }) => `${record} ${kind}`).join(', ')}: ${link}`;
}

describe.each(SYSTEMS.map((system) => [system.id, system] as const))('%s', (id, system) => {
  test.each(system.presets.map((preset) => [preset.id, preset.claim] as const))('%s', (preset, claim) => {
    const weathers = claim === 'at-most-once' ? [COPIES.calm] : [COPIES.calm, COPIES.copying];
    const complaints = weathers.flatMap((copies) =>
      Array.from({ length: WORLDS }, (_, at) =>
        complaintOf(world(`bad-luck-${at}`, system, preset, copies), `${id} ${preset}`),
      ),
    );
    expect(complaints.filter((complaint) => complaint !== '')).toEqual([]);
  });
});
