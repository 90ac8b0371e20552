/** Where a step string ends otherwise than the table of step strings says, and how: each entry is one way of ending, with its reason in the system's MODEL.md. */
import { left, NO_SUCH_STEP, STEP_TABLE, type Left } from './stepGaps';

/** By step string: what is left in each gap, or why it cannot be struck. */
export type Otherwise = Readonly<Record<string, readonly Left[] | string>>;

const unstruck = (...strings: readonly string[]): Otherwise =>
  Object.fromEntries(strings.map((steps) => [steps, NO_SUCH_STEP]));

/** A reader of everything takes a hidden effect for one that counts. */
const countsHidden = (steps: string): Otherwise => ({
  [steps]: STEP_TABLE[steps]!.map(({ hidden, outside }) => left(hidden, 0, outside)),
});

/** Who is called knows the call again: once in every gap. */
const KNOWN_ONCE: Otherwise = { 'E P': [left(1), left(1), left(1)] };
const CALLED_ONCE: Otherwise = { 'X P': [left(0, 0, 1), left(0, 0, 1), left(0, 0, 1)] };

/** What was handed out does not come again: lost before the effect, and once after it. */
const GONE: Otherwise = {
  'P E': [left(0), left(0), left(1)],
  'E P': [left(0), left(1), left(1)],
};
const GONE_THOUGH_REMEMBERED: Otherwise = { '[M E] P': [left(0), left(1), left(1)] };

const GONE_IN_EVERY_ORDER: Otherwise = {
  ...GONE,
  ...GONE_THOUGH_REMEMBERED,
  'M E P': [left(0), left(0), left(1), left(1)],
  'E M P': [left(0), left(1), left(1), left(1)],
  'X P': [left(0), left(0, 0, 1), left(0, 0, 1)],
};

/** Remembering a name protects nothing: twice wherever the crash came between the effect and the progress. */
const FORGOTTEN: Otherwise = {
  'M E P': [left(1), left(1), left(2), left(1)],
  'E M P': [left(1), left(2), left(2), left(1)],
};

/** By system and preset. */
export const OTHERWISE: Readonly<Record<string, Otherwise>> = {
  'kafka defaults': unstruck('P E', 'E P', 'M E P', 'E M P', '[M E] P'),
  'rabbitmq fire-and-forget': unstruck('P E'),
  'rabbitmq trusting-the-flag': GONE_IN_EVERY_ORDER,
  'sqs one-receive': GONE_IN_EVERY_ORDER,
  'flink as-shipped': unstruck('E P', 'M E P', 'E M P', '[M E] P', 'X P'),
  'flink read-uncommitted': countsHidden('e [T P] V'),
  'ttl with': FORGOTTEN,
  'ttl in-memory': FORGOTTEN,
  'mqtt qos0': unstruck('P E'),
  'mqtt qos2': { ...GONE, ...GONE_THOUGH_REMEMBERED },
  'mqtt qos2-clean-start': { ...GONE, ...GONE_THOUGH_REMEMBERED },
  'database unique': KNOWN_ONCE,
  'database versioned': GONE,
  'database with-offset': KNOWN_ONCE,
  'database with-id': KNOWN_ONCE,
  'temporal derived-key': { ...KNOWN_ONCE, ...CALLED_ONCE },
  'temporal random-key': { ...FORGOTTEN, '[M E] P': [left(1), left(2), left(1)] },
  'temporal restate': { ...KNOWN_ONCE, ...CALLED_ONCE },
  'dataflow calls-with-keys': { 'X [M E P]': [left(1, 0, 1), left(1, 0, 1), left(1, 0, 1)] },
  'debezium read-uncommitted': countsHidden('e [P V]'),
  'pulsar-geo dedup': KNOWN_ONCE,
  'pulsar-geo replicated-subscription': KNOWN_ONCE,
  'pulsar-geo plain-subscription': KNOWN_ONCE,
};
