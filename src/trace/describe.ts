/** One event in a few words, for lists and exports: what happened, without the why. */
import type { Fact, MessageRef, TraceEvent } from './event';

/** The words after time and node: `append record 3 at offset 2`. */
export function describeEvent(event: TraceEvent): string {
  return describeFact(event);
}

const records = (list: readonly number[]): string =>
  list.length === 0 ? '' : ` record${list.length > 1 ? 's' : ''} ${list.join(', ')}`;
const message = ({ name, from, to, records: held, attempt, says }: MessageRef): string =>
  `${name} ${from} → ${to}${records(held)}${attempt > 1 ? ` attempt ${attempt}` : ''}${says === '' ? '' : ` (${says})`}`;

const BURIED = {
  deadLetters: ': it goes to the dead letters',
  heldBack: ': it stays until a queue takes it as a dead letter',
  nowhere: '',
} as const;

type Describe = { readonly [K in Fact['kind']]: (fact: Extract<Fact, { kind: K }>) => string };

const DESCRIBE: Describe = {
  submit: (f) => `the application submits record ${f.record}`,
  told: (f) => `the application is told ${f.outcome} for record ${f.record} (${f.why})`,
  call: (f) => `the application calls ${f.api}()${f.records.length === 0 ? '' : ` for${records(f.records)}`}`,
  send: (f) => `sends ${message(f.message)}`,
  arrive: (f) => `receives ${message(f.message)}`,
  lost: (f) => `dropped: ${message(f.message)} [${f.why}]`,
  copied: (f) => `a late copy of ${message(f.message)} is on its way`,
  connected: (f) => `connected to ${f.peer}`,
  disconnected: (f) => `connection to ${f.peer} broke`,
  timer: (f) => `timer: ${f.name}`,
  append: (f) =>
    `${f.copied ? 'copies' : 'appends'}${records(f.records)} at offset ${f.offset}${f.sequence < 0 ? '' : ` (producer ${f.producerId}, epoch ${f.epoch}, sequence ${f.sequence})`}`,
  truncate: (f) => `cuts its log at offset ${f.offset}:${records(f.records)} gone`,
  refuse: (f) =>
    f.reason === 'duplicate' && f.error === 'NONE'
      ? `knows${records(f.records)} already (${f.why}): stores nothing, and answers with success and the first offset`
      : `refuses${records(f.records)}: ${f.error === 'NONE' ? f.reason : f.error} (${f.why})`,
  watermark: (f) => `high watermark ${f.highWatermark}, last stable offset ${f.lastStable}, log end ${f.logEnd}`,
  marker: (f) =>
    `${f.copied ? 'copies the ' : ''}${f.commit ? 'COMMIT' : 'ABORT'} marker at offset ${f.offset}, epoch ${f.epoch}`,
  lead: (f) =>
    f.leader === ''
      ? 'nobody may lead'
      : `${f.leader} leads, epoch ${f.leaderEpoch}, in sync: ${f.isr.join(', ')}${f.clean ? '' : ' (unclean)'}`,
  transaction: (f) => `transaction ${f.id}: ${f.became}, producer ${f.producerId}, epoch ${f.epoch}`,
  assign: (f) => `${f.member} gets partitions ${f.partitions.join(', ')}, generation ${f.generation}`,
  commit: (f) =>
    `${f.accepted ? 'commits' : 'refuses to commit'} offset ${f.offset} of ${f.group}${f.error === '' ? '' : ` (${f.error})`}`,
  position: (f) => `reads on from offset ${f.offset} (${f.from})`,
  deliver: (f) => `is given record ${f.record} at offset ${f.offset}`,
  skip: (f) => `passes over${records(f.records)} (${f.why})`,
  exception: (f) => `throws ${f.error}${f.records.length === 0 ? '' : ` about${records(f.records)}`}`,
  step: (f) => `${f.when} ${f.step} of record ${f.record}`,
  enqueue: (f) => `stores record ${f.record} as message ${f.messageId}${f.name === '' ? '' : ` (${f.name})`}`,
  lease: (f) => `hands message ${f.messageId}, record ${f.record}, to ${f.worker}, for the ${f.receives}. time`,
  settle: (f) =>
    f.accepted
      ? `message ${f.messageId}, record ${f.record}, is done: ${f.worker} says so`
      : `does not take ${f.worker}'s word for message ${f.messageId}, record ${f.record}: its lease is over`,
  return: (f) => `message ${f.messageId}, record ${f.record}, is free again (${f.why})`,
  bury: (f) => `gives up record ${f.record} (${f.why})${BURIED[f.to]}`,
  stage: (f) => `keeps the effect of record ${f.record} hidden`,
  apply: (f) => `effect of record ${f.record}${f.outside ? ' outside the transaction' : ''}`,
  absorb: (f) => `no second effect of record ${f.record} (${f.reason})`,
  remember: (f) => `remembers record ${f.record}`,
  forget: (f) => `forgets record ${f.record}`,
  fault: (f) => `fault: ${f.what} (${f.says})`,
  crash: (f) => (f.power ? 'loses power' : 'crashes'),
  pause: () => 'is paused',
  restart: () => 'starts again',
  wake: () => 'wakes up',
  cut: (f) => `cut off: ${f.between[0]} and ${f.between[1]}${f.oneWay ? ' (one way)' : ''}`,
  heal: (f) => `healed: ${f.between[0]} and ${f.between[1]}`,
  grant: (f) => `has again: ${f.says}`,
  end: (f) => (f.ended === 'quiet' ? 'quiet: nothing is due any more' : `cut off by the limit ${f.limit}`),
};

/** Looks the words up by kind; the table has an entry for each kind, which the type checks. */
function describeFact<K extends Fact['kind']>(fact: Extract<Fact, { kind: K }>): string {
  const describe = DESCRIBE[fact.kind] as (one: typeof fact) => string;
  return describe(fact);
}
