/** What Pulsar itself refuses, and what would be without effect or without sense. */
import { formatSteps, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { readValues, type PulsarValues } from './values';

/** The contradictions in complete settings, each with the way out. */
export function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const steps = parseSteps(v.worker.steps);
  if (!steps.ok) return steps.problems;
  return [...stepProblems(v, formatSteps(steps.value)), ...RULES.filter(({ broken }) => broken(v)).map(toProblem)];
}

const SHAPES = {
  transaction: ['e [P V]'],
  process: ['E P', 'P E'],
} as const;

/** Consumers may do anything but one atomic step with an acknowledgement; a processor’s steps are those of its guarantee. */
function stepProblems({ processes, transactional }: PulsarValues, written: string): readonly Problem[] {
  if (processes) {
    const allowed: readonly string[] = transactional ? SHAPES.transaction : SHAPES.process;
    if (allowed.includes(written)) return [];
    const what = `${written}, with a processor ${transactional ? 'in transactions' : 'without transactions'}`;
    return [{ where: 'app.steps', what, fix: `write ${allowed.join(' or ')}` }];
  }
  if (!/\[[^\]]*P[^\]]*\]/u.test(written)) return [];
  const what = `${written} saves progress in one step with something else, but acknowledgements are kept by the broker and not by the sink`;
  return [{ where: 'app.steps', what, fix: 'put P outside the brackets' }];
}

interface Rule extends Problem {
  readonly broken: (v: PulsarValues) => boolean;
}

const toProblem = ({ where, what, fix }: Rule): Problem => ({ where, what, fix });

const RULES: readonly Rule[] = [
  {
    where: 'ackTimeoutMillis',
    what: 'less than 1000 ms, which the client does not take (Ack timeout should be greater than 1000 ms)',
    fix: 'set it to 0, or to at least 1000',
    broken: ({ ackTimeoutMs }) => ackTimeoutMs > 0 && ackTimeoutMs < 1_000,
  },
  {
    where: 'enableTransaction',
    what: 'transactions without a coordinator: a new transaction is refused',
    fix: 'set transactionCoordinatorEnabled=true',
    broken: ({ transactional, coordinated }) => transactional && !coordinated,
  },
  {
    where: 'sendTimeoutMs',
    what: 'a send time-out, with transactions: only producers without one may write in them',
    fix: 'set sendTimeoutMs=0',
    broken: ({ transactional, sendTimeoutMs }) => transactional && sendTimeoutMs > 0,
  },
  {
    where: 'enableTransaction',
    what: 'transactions with consumers that write to the sink, which no transaction of Pulsar reaches',
    fix: 'set app.pipeline=process',
    broken: ({ transactional, processes }) => transactional && !processes,
  },
  {
    where: 'app.onRestart',
    what: 'askBroker, with numbers that do not belong to records: the last number says nothing of the last record',
    fix: 'set sequenceId=line',
    broken: ({ onRestart, numbering }) => onRestart === 'askBroker' && numbering !== 'line',
  },
  {
    where: 'app.onRestart',
    what: 'askBroker, with records dealt to partitions in turn: nobody knows which partition has a record',
    fix: 'set app.messageKey=true',
    broken: ({ onRestart, keyed, partitions }) => onRestart === 'askBroker' && !keyed && partitions > 1,
  },
  {
    where: 'app.standby.after.ms',
    what: 'a second producer that has no name to take over',
    fix: 'set producerName, and sequenceId=line',
    broken: ({ standbyAfterMs, name, numbering }) => standbyAfterMs > 0 && (name === '' || numbering !== 'line'),
  },
];
