import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/scenario/scenario';
import { claimOf } from '../../../../src/systems/kafka/claims';
import { KAFKA_PRESETS } from '../../../../src/systems/kafka/presets';
import { KAFKA_SETTINGS } from '../../../../src/systems/kafka/settings';
import { refuse } from '../../../../src/systems/kafka/refuse';

const DEFAULTS: Settings = Object.fromEntries(KAFKA_SETTINGS.map((setting) => [setting.name, setting.default]));

function preset(id: string, own: Settings = {}): Settings {
  const found = KAFKA_PRESETS.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no preset ${id}`);
  return { ...DEFAULTS, ...found.settings, ...own };
}

describe('the claim that settings make', () => {
  it.each(KAFKA_PRESETS.map((each) => [each.id, each.claim] as const))('of the preset %s is %s', (id, claim) => {
    expect(claimOf(preset(id))).toBe(claim);
  });

  it.each(KAFKA_PRESETS.map((each) => [each.id] as const))('the preset %s is refused by nothing', (id) => {
    const explicit = new Set(Object.keys(KAFKA_PRESETS.find((each) => each.id === id)?.settings ?? {}));
    expect(refuse(preset(id), explicit)).toEqual([]);
  });

  const rows: readonly (readonly [string, string, Settings, string])[] = [
    [
      'acks=0 is told success without a copy (a1), and never sends again',
      'exactly-once',
      { acks: '0', 'transactional.id': '' },
      'at-most-once',
    ],
    ['acks=1 with one replica has the only copy there is', 'at-least-once', { acks: '1' }, 'at-least-once'],
    [
      'acks=1 with three replicas can lose the tail (a3)',
      'at-least-once',
      { acks: '1', 'replication.factor': 3 },
      'none',
    ],
    [
      'retries=0 gives up, and nothing is doubled',
      'at-least-once',
      { retries: 0, 'app.steps': 'P E', 'app.onRestart': 'resume' },
      'at-most-once',
    ],
    [
      'an unclean election gives up safe copies (a4)',
      'at-least-once',
      { 'unclean.leader.election.enable': true },
      'none',
    ],
    [
      'idempotence stops at the application that sends again (d1)',
      'exactly-once',
      { 'app.onRestart': 'resend' },
      'at-least-once',
    ],
    [
      'a reader of everything sees aborted work and its repetition (u2)',
      'exactly-once',
      { 'isolation.level': 'read_uncommitted' },
      'at-least-once',
    ],
    ['progress after the effect repeats (k2)', 'exactly-once', { 'app.steps': 'E P' }, 'at-least-once'],
    ['progress before the effect skips (k1)', 'exactly-once', { 'app.steps': 'P E' }, 'at-most-once'],
    [
      'automatic commit follows the effect',
      'exactly-once',
      { 'app.steps': 'P E', 'enable.auto.commit': true },
      'at-least-once',
    ],
    ['a hidden effect published with the progress', 'exactly-once', { 'app.steps': 'e [P V]' }, 'exactly-once'],
    [
      'two phases: prepared with the progress, published later',
      'exactly-once',
      { 'app.steps': 'e [T P] V' },
      'exactly-once',
    ],
    ['an effect outside is done again (k9)', 'exactly-once', { 'app.steps': 'X e [P V]' }, 'at-least-once'],
    [
      'a name remembered with the effect',
      'at-least-once',
      { 'app.steps': '[M E] P', 'sink.dedup': 'set' },
      'exactly-once',
    ],
    [
      'a name remembered before the effect swallows the retry',
      'at-least-once',
      { 'app.steps': 'M E P', 'sink.dedup': 'set' },
      'at-most-once',
    ],
    [
      'a name remembered after the effect comes too late',
      'exactly-once',
      { 'app.steps': 'E M P', 'sink.dedup': 'set' },
      'at-least-once',
    ],
    ['M brings a memory with it', 'at-least-once', { 'app.steps': 'M E P' }, 'at-most-once'],
    ['a memory without M is kept with the effect', 'at-least-once', { 'sink.dedup': 'set' }, 'exactly-once'],
    [
      'a Bloom filter swallows some',
      'at-least-once',
      { 'app.steps': '[M E] P', 'sink.dedup': 'bloom' },
      'at-most-once',
    ],
    [
      'an exception proves nothing, and a new send() is a new record (d2)',
      'exactly-once',
      { 'transactional.id': '', 'isolation.level': 'read_uncommitted', 'app.onError': 'resend' },
      'at-least-once',
    ],
    [
      'a transaction is aborted before its records are sent again',
      'exactly-once',
      { 'app.onError': 'resend' },
      'exactly-once',
    ],
    [
      'nothing fences a replaced producer without a transactional.id (z1, z2)',
      'exactly-once',
      { 'transactional.id': '', 'isolation.level': 'read_uncommitted', 'app.replacement.after.ms': 500 },
      'at-least-once',
    ],
    ['a transactional.id does', 'exactly-once', { 'app.replacement.after.ms': 500 }, 'exactly-once'],
    ['a row with a key absorbs every repetition', 'at-least-once', { 'sink.write': 'insertUnique' }, 'exactly-once'],
    ['a sum does not', 'at-least-once', { 'sink.write': 'increment' }, 'at-least-once'],
    ['steps that mean nothing promise nothing', 'exactly-once', { 'app.steps': 'E' }, 'none'],
  ];
  it.each(rows)('%s', (_, id, own, claim) => {
    expect(claimOf(preset(id, own))).toBe(claim);
  });
});
