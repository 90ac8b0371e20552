/**
 * Writes traces of a Kafka lane by hand, event by event, with the causes that a real run would name. It checks nothing: what
 * is told of a log need not be what a broker would do, so that checkers can be asked about anything.
 */
import { createRecorder } from '../../src/trace/recorder';
import type { Fact, MessageRef, ProducerCall, Trace } from '../../src/trace/event';

export interface Flight {
  readonly message: MessageRef;
  /** The event that put it on the wire. */
  readonly seq: number;
}

export interface Scribe {
  /** Any fact, at the next instant. */
  note(node: string, fact: Fact, causes?: readonly number[]): number;
  restart(node: string): number;
  call(node: string, api: ProducerCall, records?: readonly number[]): number;
  /** `send()` and the request that carries the record. */
  send(node: string, record: number): Flight;
  /** The same request once more, of the same call. */
  resend(flight: Flight): Flight;
  /** A second arrival of the same bytes. */
  copyOf(flight: Flight): Flight;
  /** The request arrives, and its record is appended. */
  append(flight: Flight, broker: string, at: At): number;
  copy(broker: string, record: number, at: At): number;
  marker(broker: string, commit: boolean, at: At): number;
  deliver(consumer: string, record: number, at: { partition?: number; offset: number }): number;
  /** The consumer asks for the effect, and the sink says what became of it. */
  effect(consumer: string, record: number, fact?: Fact): number;
  end(fact?: Fact): Trace;
}

export interface At {
  readonly partition?: number;
  readonly offset: number;
  readonly producerId?: number;
  readonly transactional?: boolean;
}

/** A scribe at the beginning of a run. `partitions` names them, as a lane's plan does. */
export function scribe(partitions: readonly string[] = ['payments-0', 'payments-1']): Scribe {
  const recorder = createRecorder('lane');
  const nodes = new Set<string>();
  const incarnations = new Map<string, number>();
  let copies = 0;

  const note: Scribe['note'] = (node, fact, causes = []) => {
    nodes.add(node);
    const incarnation = incarnations.get(node) ?? 1;
    const head = { at: recorder.length, node, incarnation, causes, control: [], durable: false, part: '', state: 'up' };
    recorder.append(head, fact);
    return recorder.length - 1;
  };
  const transmit = (name: string, from: string, to: string, record: number): Flight => {
    copies += 1;
    const records = [record];
    const message = { name, id: `${copies}`, copy: copies, from, to, connection: 1, attempt: 1, records, says: '' };
    return { message, seq: note(from, { kind: 'send', message }) };
  };
  const arrive = ({ message, seq }: Flight, node: string): number => note(node, { kind: 'arrive', message }, [seq]);
  const stored = ({ partition = 0, offset, producerId = -1, transactional = false }: At, record: number) => ({
    kind: 'append' as const,
    partition,
    offset,
    records: [record],
    producerId,
    epoch: 0,
    sequence: -1,
    transactional,
    leaderEpoch: 0,
    remembered: 0,
  });

  return {
    note,
    restart: (node) => {
      incarnations.set(node, (incarnations.get(node) ?? 1) + 1);
      return note(node, { kind: 'restart' });
    },
    call: (node, api, records = []) => note(node, { kind: 'call', api, records }),
    send: (node, record) => {
      note(node, { kind: 'call', api: 'send', records: [record] });
      return transmit('ProduceRequest', node, 'broker-1', record);
    },
    resend: ({ message: { from, records } }) => transmit('ProduceRequest', from, 'broker-1', records[0]!),
    copyOf: (flight) => {
      copies += 1;
      const message = { ...flight.message, copy: copies };
      return { message, seq: note(message.from, { kind: 'copied', message, of: flight.message.copy }, [flight.seq]) };
    },
    append: (flight, broker, at) =>
      note(broker, { ...stored(at, flight.message.records[0]!), copied: false }, [arrive(flight, broker)]),
    copy: (broker, record, at) => note(broker, { ...stored(at, record), copied: true }),
    marker: (broker, commit, { partition = 0, offset, producerId = -1 }) =>
      note(broker, { kind: 'marker', partition, offset, producerId, epoch: 0, commit, records: [], copied: false }),
    deliver: (consumer, record, { partition = 0, offset }) =>
      note(consumer, { kind: 'deliver', record, partition, offset }),
    effect: (consumer, record, fact = { kind: 'apply', record, outside: false }) =>
      note('sink', fact, [arrive(transmit('Write', consumer, 'sink', record), 'sink')]),
    end: (fact = { kind: 'end', ended: 'quiet', limit: '' }) => {
      note('producer', fact);
      return recorder.finish({ nodes: [...nodes], partitions }, []);
    },
  };
}
