/** The settings of the ttl system: a consumer that keeps a book of the names it has seen, and everything about that book. */
import { BLOOM_BITS, LAST_NAMES } from '../../machines/guard';
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, type Shelf } from '../describe';
import { senderSettings, WORKER_SETTINGS } from '../messaging';
import { APPLICATION, SINK_SHELF } from '../shared';

const BOOK: Shelf = { of: 'consumer', source: 'decided by whoever writes the de-duplication' };
const POWERTOOLS = { source: 'AWS Lambda Powertools, idempotency' };

export const CHECKS = ['none', 'lookUp', 'putIfAbsent', 'inProgress'] as const;
export const STORES = ['process', 'disk', 'cache', 'sharedStore', 'sink'] as const;
export const MEMORIES = ['set', 'lastN', 'highWater', 'bloom'] as const;

const BOOK_SETTINGS: readonly SettingDescription[] = [
  choice(
    BOOK,
    'dedup.memory',
    MEMORIES,
    'set',
    'What is kept of the names: a set, the last few (dedup.lastN), the highest number, or a Bloom filter alone.',
    PROMINENT,
  ),
  number(BOOK, 'dedup.lastN', [1, 10_000], LAST_NAMES, 'How many names are kept where the last few are.'),
  number(
    BOOK,
    'dedup.bloom.bits',
    [8, 65_536],
    BLOOM_BITS,
    'How many bits a Bloom filter has: about 10 a name for one error in a hundred.',
  ),
  number(BOOK, 'dedup.window.ms', FROM_ZERO, 3_600_000, 'How long a name is kept; 0: for ever.', {
    ...PROMINENT,
    source: 'AWS Lambda Powertools, idempotency: expires after 3600 seconds',
  }),
  choice(
    BOOK,
    'dedup.anchor',
    ['firstSeen', 'lastSeen', 'eventTime'],
    'firstSeen',
    'From when the window counts: the first sight of a name, the last, or the time of the event itself.',
    PROMINENT,
  ),
  choice(
    BOOK,
    'dedup.store',
    STORES,
    'sharedStore',
    'Where the names are: in the process, on the worker’s disk, in a shared cache without a disk, in a shared store, or in the sink’s database.',
    PROMINENT,
  ),
  choice(
    BOOK,
    'dedup.check',
    CHECKS,
    'lookUp',
    'What is asked before the work: nothing, whether the name is there, to put it down if it is absent, or a claim for as long as the work takes.',
    PROMINENT,
  ),
  number(
    BOOK,
    'dedup.inProgress.ms',
    FROM_ONE,
    60_000,
    'So long a claim keeps the others away when its holder is never heard of again.',
    POWERTOOLS,
  ),
  choice(
    BOOK,
    'dedup.key',
    ['messageId', 'perAttempt', 'content'],
    'messageId',
    'What the name is: an id stored with the event, one made for each attempt, or a hash of the content.',
    PROMINENT,
  ),
];

const DELIVERY_SETTINGS: readonly SettingDescription[] = [
  number(
    { of: 'broker', source: 'decided by the queue in between' },
    'queue.lease.ms',
    FROM_ONE,
    30_000,
    'How long a message is hidden from the others once a worker has received it.',
  ),
  number(
    APPLICATION,
    'app.twins.ms',
    FROM_ZERO,
    0,
    'Every record is sent once more, so long after the first time; 0: none is.',
  ),
  choice(
    APPLICATION,
    'app.steps',
    ['M E P', 'E M P', '[M E] P', 'E P', 'P E'],
    'E M P',
    'When the name is remembered: before the effect, after it, in one transaction with it, or never.',
    PROMINENT,
  ),
  choice(
    SINK_SHELF,
    'sink.write',
    ['append', 'upsert'],
    'append',
    'How an effect lands: every one counts, or the same order is written over.',
  ),
];

export const TTL_SETTINGS: readonly SettingDescription[] = [
  ...BOOK_SETTINGS,
  ...DELIVERY_SETTINGS,
  ...senderSettings(3, 'decided by the application, not by the system'),
  ...WORKER_SETTINGS,
];
