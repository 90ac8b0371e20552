/** The role of the table of leases: conditional writes on one row decide who may say how far a shard has come. */
import { asAnyRole, note, type AnyRole, type Effects, type NodeData, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import { leaseTableMachine } from './leaseTable.machine';

export interface AcquireBody {
  readonly correlation: number;
  /** The old owner has not been heard of for so long that its lease is over, or the shard is to go to somebody else. */
  readonly byForce: boolean;
}
export interface CheckpointBody {
  readonly correlation: number;
  readonly offset: number;
}
export interface LeaseAnswer {
  readonly correlation: number;
  readonly owner: string;
  /** The next position to read. */
  readonly offset: number;
}

interface Row {
  owner: string;
  offset: number;
  counter: number;
}
type TableData = NodeData<Row, undefined, undefined>;

/** A lease table's role, for one shard. Source: KCL, DynamoDBLeaseRefresher (conditional updates of owner and counter). */
export function leaseTableRole(words: { readonly acquired: string; readonly checkpointed: string }): AnyRole {
  const reply = (name: string, { owner, offset }: Row, event: NodeEvent, says: string): Effects => {
    const { correlation } = bodyOf<{ readonly correlation: number }>(event);
    const body: LeaseAnswer = { correlation, owner, offset };
    const { records, about, from: to } = event;
    return [{ do: 'send', message: { name, as: 'leaseAnswer', to, body, records, about, says, answers: event } }];
  };
  const commit = (event: NodeEvent, accepted: boolean): Effects => {
    const { offset } = bodyOf<CheckpointBody>(event);
    const error = accepted ? '' : 'ShutdownException';
    const relies = event.records.map((record) => `delivered ${record}`);
    const fact = { kind: 'commit', group: 'leases', partition: 0, offset, accepted, error } as const;
    return [note(fact, accepted ? { as: 'checkpoint 0', durable: true, relies } : { relies: ['owner'] })];
  };
  return asAnyRole<TableData>({
    chart: leaseTableMachine,
    guards: {
      isTaken: ({ durable: { owner } }, event) =>
        owner !== '' && owner !== event.from && !bodyOf<AcquireBody>(event).byForce,
      isOwner: ({ durable: { owner } }, event) => owner === event.from,
    },
    actions: {
      give: ({ durable }, event) => {
        durable.owner = event.from;
        durable.counter += 1;
        const fact = { kind: 'assign', member: event.from, generation: durable.counter, partitions: [0] } as const;
        return [note(fact, { as: 'owner', durable: true })];
      },
      answerGiven: ({ durable }, event) => reply(words.acquired, durable, event, `from offset ${durable.offset}`),
      answerTaken: ({ durable }, event) => reply(words.acquired, durable, event, `owned by ${durable.owner}`),
      advance: ({ durable }, event) => {
        durable.offset = bodyOf<CheckpointBody>(event).offset;
        return commit(event, true);
      },
      answerAdvanced: ({ durable }, event) => reply(words.checkpointed, durable, event, `offset ${durable.offset}`),
      refuse: (_, event) => commit(event, false),
      answerRefused: ({ durable }, event) => reply(words.checkpointed, durable, event, 'ShutdownException'),
    },
    birth: () => ({ durable: { owner: '', offset: 0, counter: 0 }, unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });
}
