/** Named settings of the ttl system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Leases, claims and the window are a small part of what they are in service, so that they can be watched. */
const SCALED: Settings = { 'queue.lease.ms': 3_000, 'dedup.window.ms': 60_000, 'dedup.inProgress.ms': 4_000 };

export const TTL_PRESETS: readonly PresetDescription[] = [
  {
    id: 'before',
    claim: 'at-most-once',
    title: 'Tick it off, then do it',
    summary: 'put if absent · remember first',
    scaled: 'window 60 s for 1 h',
    settings: { ...SCALED, 'app.steps': 'M E P', 'dedup.check': 'putIfAbsent' },
  },
  {
    id: 'after',
    claim: 'at-least-once',
    title: 'Do it, then tick it off',
    summary: 'look up · effect first',
    scaled: 'window 60 s for 1 h',
    settings: { ...SCALED, 'app.steps': 'E M P', 'dedup.check': 'lookUp' },
  },
  {
    id: 'with',
    claim: 'exactly-once',
    title: 'Do it and tick it off in one transaction',
    summary: 'id table beside the effect',
    scaled: 'lease 3 s for 30 s',
    settings: { ...SCALED, 'app.steps': '[M E] P', 'dedup.store': 'sink', 'dedup.check': 'none', 'dedup.window.ms': 0 },
  },
  {
    id: 'in-progress',
    claim: 'at-least-once',
    title: 'Claim it, do it, tick it off',
    summary: 'an in-progress state that runs out',
    scaled: 'window 60 s for 1 h',
    settings: { ...SCALED, 'app.steps': 'E M P', 'dedup.check': 'inProgress' },
  },
  {
    id: 'in-memory',
    claim: 'at-least-once',
    title: 'A set in the process',
    summary: 'gone with every restart',
    scaled: 'window 60 s for 1 h',
    settings: { ...SCALED, 'app.steps': 'E M P', 'dedup.store': 'process', 'dedup.check': 'lookUp' },
  },
  {
    id: 'bloom',
    claim: 'none',
    title: 'A Bloom filter alone',
    summary: 'small, and now and then wrong',
    scaled: 'lease 3 s for 30 s',
    settings: {
      ...SCALED,
      'app.steps': 'E M P',
      'dedup.store': 'disk',
      'dedup.memory': 'bloom',
      'dedup.window.ms': 0,
    },
  },
];
