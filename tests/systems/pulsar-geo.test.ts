/** Apache Pulsar's geo-replication: its row of the "fault → outcome" table, and what its two clusters do beside. Sources in src/systems/pulsar-geo/MODEL.md. */
import { describe, expect, test } from 'vitest';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { isKind } from '../../src/trace/event';
import { crash, expectRefused, expectRow, type FaultRow } from '../support/faultRows';
import { beganAt, storedAt } from '../support/twoClusters';

const TWELVE = { count: 12 };
const SLOW: Settings = { 'app.processing.ms': 260 };
const regionDies = (atMs: number): readonly Fault[] =>
  ['us', 'app-us'].map((node): Fault => ({ do: 'crash', node, pin: { atMs } }));
const receiptLost: Fault = { do: 'drop', message: 'SendReceipt', record: 3, attempt: 1, from: 'eu' };

const ROWS: readonly FaultRow[] = [
  {
    row: 'geo-replication replays: recognised by original producer name and sequence if dedup is on',
    preset: 'dedup',
    records: TWELVE,
    faults: [crash('replicator', 'after', 'effect', 9)],
    shows: [],
    trace: (trace) => {
      expect(beganAt(trace, 'replicator')).toEqual(['reset 0', 'committed 5']);
      expect(trace.events.filter(isKind('absorb')).map(({ record }) => record)).toEqual([6, 7, 8, 9]);
      expect(storedAt(trace, 'eu')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    },
  },
  {
    row: 'geo-replication replays, dedup off: duplicates since the cursor was last written down',
    preset: 'as-shipped',
    records: TWELVE,
    faults: [crash('replicator', 'after', 'effect', 9)],
    shows: ['6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated'],
  },
  {
    row: 'geo-replication replays, dedup off, the cursor written down each time that it moves: one duplicate',
    preset: 'as-shipped',
    settings: { managedLedgerDefaultMarkDeleteRateLimit: 0 },
    records: TWELVE,
    faults: [crash('replicator', 'after', 'effect', 9)],
    shows: ['9 duplicated'],
  },
  {
    row: 'receipt of a copy lost, dedup off: duplicate',
    preset: 'as-shipped',
    faults: [receiptLost],
    shows: ['3 duplicated'],
  },
  { row: 'receipt of a copy lost, dedup on: known', preset: 'dedup', faults: [receiptLost], shows: [] },
  {
    row: 'cursor moved before the copy: loss',
    preset: 'as-shipped',
    settings: { 'app.steps': 'P E' },
    faults: [crash('replicator', 'before', 'effect', 3)],
    shows: ['3 lost', '4 lost', '5 lost'],
  },
  {
    row: 'active-active: what was replicated here is not replicated on, no loop',
    preset: 'as-shipped',
    settings: { 'app.bothWays': true },
    shows: [],
    trace: (trace) => {
      expect(storedAt(trace, 'us')).toEqual([1, 2, 3, 4, 5, 6]);
      expect(trace.events.filter(isKind('skip')).flatMap(({ records }) => records)).toEqual([1, 2, 3, 4, 5, 6]);
    },
  },
  {
    row: 'failover, replicated subscription: goes on at the last snapshot that it had passed, duplicates',
    preset: 'replicated-subscription',
    settings: SLOW,
    records: TWELVE,
    faults: regionDies(3_100),
    shows: ['8 duplicated', '9 duplicated'],
    trace: (trace) => expect(beganAt(trace, 'app-eu')).toEqual(['committed 7']),
  },
  {
    row: 'failover, replicated subscription, snapshots ever so often: none but what was under way',
    preset: 'replicated-subscription',
    settings: { ...SLOW, replicatedSubscriptionsSnapshotFrequencyMillis: 1 },
    records: TWELVE,
    faults: regionDies(3_100),
    shows: [],
    trace: (trace) => expect(beganAt(trace, 'app-eu')).toEqual(['committed 9']),
  },
  {
    row: 'failover, plain subscription, Latest: consumers skip, loss',
    preset: 'plain-subscription',
    settings: SLOW,
    records: TWELVE,
    faults: regionDies(3_100),
    shows: ['10 lost', '11 lost', '12 lost'],
  },
  {
    row: 'failover, plain subscription, Earliest: everything again',
    preset: 'plain-subscription',
    settings: { ...SLOW, subscriptionInitialPosition: 'Earliest' },
    records: { count: 3 },
    faults: regionDies(2_100),
    shows: ['1 duplicated', '2 duplicated', '3 duplicated'],
  },
  {
    row: 'failover, source died before the last messages were copied: loss of the asynchronous tail',
    preset: 'replicated-subscription',
    settings: { ...SLOW, 'sink.write': 'upsert' },
    records: TWELVE,
    faults: [crash('replicator', 'before', 'effect', 12, 2_000), ...regionDies(3_100)],
    shows: ['12 lost'],
  },
];

describe('Pulsar geo-replication', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('pulsar-geo', row));

  test.each(['[E P]', 'e [P V]', 'M E P', 'Z'])('refuses the steps %s', (steps) =>
    expectRefused('pulsar-geo', { row: '', preset: 'dedup', settings: { 'app.steps': steps }, shows: [] }, 'app.steps'),
  );
});
