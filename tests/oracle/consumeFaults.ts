/** Faults of the consume side. */
import type { Fault, NodeFault, Settings, StepPin } from '../../src/scenario/scenario';
import type { Trace } from '../../src/trace/event';
import type { Configuration } from './configurations';
import type { FaultKind, Shape, Target } from './fault';
import { eventsOf, isStruck } from './happened';
import type { Luck } from './luck';
import { metOf } from './signs';

/** The input: what is read of it is what consuming is about. */
const INPUT = 0;

const transforms = ({ system }: Configuration): boolean => system === 'kafka-streams';
const nodeOf = (one: Configuration): string => (transforms(one) ? 'processor' : 'consumer');
const isConsumer = (node: string): boolean => /^(consumer|processor)(-\d)?$/u.test(node);
/** The step with which processing leaves its mark, and the requests that save progress. */
const effectStep = (luck: Luck, one: Configuration): string =>
  transforms(one) ? luck.oneOf('mark', 'app.outsideEffect' in one.settings ? ['outside', 'send'] : ['send']) : 'effect';
const commitOf = (luck: Luck, one: Configuration): string =>
  transforms(one) ? luck.oneOf('which commit', ['TxnOffsetCommit', 'EndTxn']) : 'OffsetCommit';

const handsOver = ({ settings }: Configuration): boolean => settings['app.processing'] === 'handedOver';

const commitsByItself = ({ settings }: Configuration): boolean => settings['enable.auto.commit'] === true;

/** Several records to a poll; automatic commits often enough to fall into the run. */
const batches = (luck: Luck, one: Configuration): Shape => ({
  settings: {
    'max.poll.records': luck.within('in one poll', 1, 4),
    'batch.size': luck.oneOf('records to a batch', [1_000, 3_000, 16_384]),
    'linger.ms': luck.oneOf('gathered for', [0, 10, 30]),
    ...(transforms(one)
      ? { 'commit.interval.ms': luck.oneOf('commit every', [0, 0, 50]) }
      : { 'auto.commit.interval.ms': luck.oneOf('commit every', [0, 5, 20, 60]) }),
  },
});

const instances = (one: Configuration, count: number): Settings =>
  transforms(one) ? { 'app.processors': count } : { 'app.consumers': count };

const restartMs = (luck: Luck): number => luck.within('down', 20, 400);

const crashAt = (one: Configuration, pin: NodeFault['pin'], forMs: number): Fault => ({
  do: 'crash',
  node: nodeOf(one),
  pin,
  forMs,
});

const atStep = (luck: Luck, target: Target, when: StepPin['when'], step: string): readonly Fault[] => [
  crashAt(
    target.configuration,
    { when, step, record: luck.within('record', 1, target.records.count), attempt: 1 },
    restartMs(luck),
  ),
];

/** Whether processing had begun, before event `seq`, of something that the group's committed offset does not cover. */
function hasUncommittedWork(trace: Trace, seq: number): boolean {
  const before = trace.events.slice(0, seq);
  const committed = before.findLast((event) => event.kind === 'commit' && event.accepted && event.partition === INPUT);
  const upTo = committed?.kind === 'commit' ? committed.offset : 0;
  const given = new Map(
    before.flatMap((event) =>
      event.kind === 'deliver' && event.partition === INPUT ? [[event.record, event.offset]] : [],
    ),
  );
  return before.some(
    (event) =>
      event.kind === 'send' &&
      isConsumer(event.node) &&
      ['Write', 'ServiceRequest'].includes(event.message.name) &&
      event.message.records.some((record) => (given.get(record) ?? -1) >= upTo),
  );
}

/** "Crash after (part of the) processing, before commit": the consumer died with something done and not committed. */
function diedAfterProcess(trace: Trace): readonly string[] {
  const crash = eventsOf(trace, 'crash').find(({ node }) => isConsumer(node));
  return metOf([{ row: 'afterProcess', isMet: crash !== undefined && hasUncommittedWork(trace, crash.seq) }]);
}

/**
 * "Consumer crash after poll, before the first of (process, commit)" of this poll. What an earlier poll has done may be
 * uncommitted: then it died after processing that as well.
 */
export const afterPoll: FaultKind = {
  id: 'afterPoll',
  shape: batches,
  strike: (luck, target) => atStep(luck, target, 'after', 'receive'),
  missing: (trace) => (isStruck(trace) ? '' : 'nobody died'),
  also: diedAfterProcess,
};

/** The consumer dies after a part of the processing, before the commit. */
export const afterProcess: FaultKind = {
  id: 'afterProcess',
  shape: batches,
  strike: (luck, target) => atStep(luck, target, 'after', effectStep(luck, target.configuration)),
  missing: (trace) => (isStruck(trace) ? '' : 'nobody died'),
};

/** "Crash after commit, before whatever comes next". What that commit did not cover may have been processed already. */
export const afterCommit: FaultKind = {
  id: 'afterCommit',
  shape: batches,
  strike(luck, target) {
    if (!commitsByItself(target.configuration)) return atStep(luck, target, 'after', 'progress');
    const answers = eventsOf(target.calm(), 'arrive').filter(({ message }) => message.name === 'OffsetCommitResponse');
    const which = answers.length === 0 ? undefined : luck.oneOf('which', answers);
    return [crashAt(target.configuration, { atMs: (which?.at ?? 0) + luck.within('a moment', 1, 3) }, restartMs(luck))];
  },
  missing(trace) {
    const crash = eventsOf(trace, 'crash')[0];
    const committed = eventsOf(trace, 'commit').some(({ seq, accepted }) => accepted && seq < (crash?.seq ?? 0));
    return committed ? '' : 'nothing was committed before';
  },
  also: diedAfterProcess,
};

const dropOfCommit = (luck: Luck, target: Target, kind: 'Request' | 'Response'): readonly Fault[] => {
  const message = `${commitOf(luck, target.configuration)}${kind}`;
  const commits = eventsOf(target.calm(), 'send').filter((event) => event.message.name === message);
  const which = commits.length === 0 ? undefined : luck.oneOf('which', commits);
  if (which?.message.records[0] !== undefined)
    return [{ do: 'drop', message, record: which.message.records[0], attempt: 1 }];
  return cutAround(target.configuration, which?.at ?? 1, luck, kind === 'Request');
};

/** A commit that names no record cannot be pinned by one: the way to the coordinator is cut for a moment. */
function cutAround(one: Configuration, sentMs: number, luck: Luck, isRequest: boolean): readonly Fault[] {
  const between: readonly [string, string] = isRequest ? [nodeOf(one), 'coordinator'] : ['coordinator', nodeOf(one)];
  const atMs = sentMs + (isRequest ? 0 : 1);
  return [{ do: 'partition', between, atMs, forMs: luck.within('cut', 5, 60), oneWay: true }];
}

const lostCommit = (trace: Trace, kind: string): string =>
  eventsOf(trace, 'lost').some(({ message }) =>
    ['OffsetCommit', 'TxnOffsetCommit', 'EndTxn'].some((name) => message.name === `${name}${kind}`),
  )
    ? ''
    : 'no commit was lost';

/** Some applications wait less for their offsets to be taken than it takes to connect again, and abort then. */
function impatient(luck: Luck, one: Configuration): Shape {
  const { settings } = batches(luck, one);
  if (!transforms(one) || !luck.chance('impatient', 40)) return { settings: { ...settings } };
  return { settings: { ...settings, 'max.block.ms': luck.within('blocked', 25, 80) } };
}

/** The commit request is lost, the consumer lives on. */
export const commitReqDropped: FaultKind = {
  id: 'commitReqDropped',
  shape: impatient,
  strike: (luck, target) => dropOfCommit(luck, target, 'Request'),
  missing: (trace, configuration) => (keepsProgressInSink(configuration) ? '' : lostCommit(trace, 'Request')),
};

/** The commit's answer is lost, the consumer lives on. */
export const commitAckDropped: FaultKind = {
  id: 'commitAckDropped',
  shape: batches,
  strike: (luck, target) => dropOfCommit(luck, target, 'Response'),
  missing: (trace, configuration) => (keepsProgressInSink(configuration) ? '' : lostCommit(trace, 'Response')),
};

const keepsProgressInSink = ({ settings }: Configuration): boolean => settings['app.steps'] === '[E P]';

/** The group coordinator dies and comes back. */
export const groupCoordinatorCrash: FaultKind = {
  id: 'groupCoordinatorCrash',
  shape: (luck, one) => {
    const { settings } = impatient(luck, one);
    return { settings: { ...settings, ...instances(one, luck.within('instances', 1, 2)) } };
  },
  strike: (luck, { records }) => [
    {
      do: 'crash',
      node: 'coordinator',
      pin: { atMs: luck.within('instant', 20, records.count * records.everyMs + 100) },
      forMs: luck.within('down', 20, 500),
    },
  ],
  missing: (trace) => (isStruck(trace) ? '' : 'the coordinator did not die'),
};

/** A member is frozen until its partitions are somebody else's, and comes back. */
export const zombieConsumer: FaultKind = {
  id: 'zombieConsumer',
  shape: (luck, one) => {
    const { settings } = batches(luck, one);
    return {
      settings: {
        ...settings,
        ...instances(one, 2),
        'session.timeout.ms': 200,
        'max.poll.interval.ms': 600,
        ...(handsOver(one) ? { 'app.onPartitionsLost': luck.oneOf('what waits', ['finish', 'drop']) } : {}),
      },
      records: { everyMs: luck.oneOf('pace', [8, 20, 60]) },
    };
  },
  strike: (luck, { configuration, records }) => [
    {
      do: 'pause',
      node: `${nodeOf(configuration)}-${luck.oneOf('who', [1, 1, 2])}`,
      pin: pinOfPause(luck, configuration, records),
      forMs: luck.within('frozen', 250, 1_500),
    },
  ],
  missing(trace) {
    const paused = eventsOf(trace, 'pause')[0];
    const woken = eventsOf(trace, 'wake')[0];
    if (paused === undefined || woken === undefined) return 'nobody was frozen';
    const between = eventsOf(trace, 'assign').filter(({ seq }) => seq > paused.seq && seq < woken.seq);
    return between.some(({ member }) => !member.startsWith(paused.node)) ? '' : 'nobody took over';
  },
};

function pinOfPause(luck: Luck, one: Configuration, { count, everyMs }: Target['records']): NodeFault['pin'] {
  if (luck.chance('anywhere', 30)) return { atMs: luck.within('instant', 20, count * everyMs + 60) };
  const step = luck.oneOf('step', ['receive', effectStep(luck, one), 'progress']);
  return { when: luck.oneOf('side', ['before', 'after']), step, record: luck.within('record', 1, count), attempt: 1 };
}

/** Processing throws in mid-batch, and the application closes its consumer. The exception is a setting of the application. */
export const exceptionThenClose: FaultKind = {
  id: 'exceptionThenClose',
  shape: (luck, one) => {
    const { settings } = batches(luck, one);
    return { settings: { ...settings, 'app.throwsAt': luck.within('throws at', 1, 7), 'app.onException': 'close' } };
  },
  strike: () => [],
  missing: (trace) => (eventsOf(trace, 'exception').length > 0 ? '' : 'nothing was thrown'),
};

const RESETS = ['earliest', 'latest', 'none'];

/**
 * There is no committed offset: at a first start among records, or because the group's offsets have expired, which those of
 * a group with members do not.
 */
export const noCommittedOffset: FaultKind = {
  id: 'noCommittedOffset',
  shape: (luck, one) => {
    const { settings } = batches(luck, one);
    const session = transforms(one) ? { 'session.timeout.ms': 200 } : {};
    return { settings: { ...settings, ...session, 'auto.offset.reset': luck.oneOf('reset', RESETS) } };
  },
  strike(luck, { configuration, records }) {
    const span = records.count * records.everyMs + 60;
    const atMs = luck.within('instant', 1, span);
    if (luck.chance('first start', 40))
      return [{ do: 'pause', node: nodeOf(configuration), pin: { atMs: 1 }, forMs: luck.within('late', 10, span) }];
    const expire = (at: number): Fault => ({ do: 'expire', target: 'offsets', atMs: at });
    if (!transforms(configuration))
      return [expire(atMs), crashAt(configuration, { atMs: atMs + luck.within('soon', 1, 60) }, restartMs(luck))];
    const awayMs = luck.within('away', 500, 900);
    return [crashAt(configuration, { atMs }, awayMs), expire(atMs + luck.within('forgotten', 280, 480))];
  },
  missing: (trace) => (isStruck(trace) ? '' : 'the fault met nothing'),
};

export const CONSUME_FAULTS: readonly FaultKind[] = [
  afterPoll,
  afterProcess,
  afterCommit,
  commitReqDropped,
  commitAckDropped,
  groupCoordinatorCrash,
  zombieConsumer,
  exceptionThenClose,
  noCommittedOffset,
];
