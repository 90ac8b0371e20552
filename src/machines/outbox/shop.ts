/** The role of a shop: an order is a transaction, and its event is part of it or is published beside it. Source: src/systems/outbox/MODEL.md. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import { answer } from '../answering';
import type { CallAnswer } from '../caller/memory';
import { bodyOf, type Correlated } from '../messages';
import type { MarkBody, RowsAnswer, ShopData, ShopMemory, ShopParameters, ShopTables } from './memory';
import { expectNext } from '../workload';
import { failOrder, isOwnPrivilege, privileges } from './privileges';
import { publication } from './publishing';
import { mark, unpublished } from './rules';
import { shopMachine } from './shop.machine';
import { inPlaceOfEarlier } from '../waiting';

/** A shop's role. A transaction that is open when the process dies is rolled back. */
export function shopRole(p: ShopParameters): AnyRole {
  return asAnyRole<ShopData>({
    chart: shopMachine,
    guards: {
      isRolledBack: (_, event) => orderOf(event).record === p.rolledBack,
      isOwnPrivilege: (_, event) => isOwnPrivilege(event),
      lacksPrivilege: ({ volatile: v }) => p.publishes === 'outbox' && v.lost !== undefined,
    },
    actions: { ...orders(p), ...events(p), ...relays(p), ...privileges },
    birth: () => ({
      durable: { next: 1, nextId: 1, rows: [], marked: new Set(), cursor: 0 },
      unflushed: undefined,
      volatile: freshMemory(),
    }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: freshMemory() }),
  });
}

const freshMemory = (): ShopMemory => ({ correlation: 0, waiting: [], lost: undefined, sent: new Map() });
type Actions = Record<string, Action<ShopData>>;

interface Order {
  readonly record: number;
  readonly id: number;
}
const orderOf = ({ body }: NodeEvent): Order => body as Order;

function orders(p: ShopParameters): Actions {
  return {
    expectNext: ({ durable }, _, now) => expectNext(p, durable.next, now),
    begin: ({ durable }) => begin(p, durable),
    rollBack: (_, event) => [
      note({ kind: 'told', record: orderOf(event).record, outcome: 'fail', why: 'rolled back' }),
    ],
    failOrder: (data, event) => failOrder(data, orderOf(event).record),
    commit: ({ durable }, event) => commit(p, durable, orderOf(event)),
  };
}

/** The transaction takes its id when it begins. */
function begin(p: ShopParameters, tables: ShopTables): Effects {
  const order: Order = { record: tables.next, id: tables.nextId };
  tables.next += 1;
  tables.nextId += 1;
  const delayMs = order.record === p.slowRecord ? p.slowMs : p.commitMs;
  return [
    note({ kind: 'submit', record: order.record }, { as: `submit ${order.record}` }),
    { do: 'startTimer', name: `transaction ${order.id}`, event: 'commitDue', delayMs, body: order },
    ...(p.publishes === 'beforeCommit' ? [publishNow(order)] : []),
  ];
}

const publishNow = (body: Order): Effect => ({ do: 'raise', event: 'publishNow', body });

/** The order stands, and its event with it where it is a row of the same transaction. */
function commit(p: ShopParameters, tables: ShopTables, { record, id }: Order): Effects {
  if (p.publishes === 'outbox') tables.rows.push({ id, record, place: tables.rows.length + 1 });
  const told = note(
    { kind: 'told', record, outcome: 'ok', why: `order ${id} committed` },
    { as: [`told ${record}`, `committed ${record}`], durable: true },
  );
  return [told, ...(p.publishes === 'afterCommit' ? [publishNow({ record, id })] : [])];
}

/** A shop without an outbox publishes by itself, and tries again for as long as it lives. */
function events(p: ShopParameters): Actions {
  const send = ({ volatile: v }: ShopData, record: number, attempt: number): Effects => {
    v.correlation += 1;
    const { correlation } = v;
    v.sent.set(correlation, { record, attempt });
    return [
      { do: 'reach', when: 'before', step: 'send', record },
      publication(p.queue, p.keys, { record, correlation, attempt }),
      {
        do: 'startTimer',
        name: `sent ${correlation}`,
        event: 'publishTimedOut',
        delayMs: p.timeoutMs,
        body: correlation,
      },
      { do: 'reach', when: 'after', step: 'send', record },
    ];
  };
  return {
    publish: (data, event) => send(data, orderOf(event).record, 1),
    publishAgain: (data, event) => {
      const sent = data.volatile.sent.get(event.body as number);
      data.volatile.sent.delete(event.body as number);
      return sent === undefined ? [] : send(data, sent.record, sent.attempt + 1);
    },
    land: ({ volatile: v }, event) => {
      const { correlation } = bodyOf<Correlated>(event);
      v.sent.delete(correlation);
      return [{ do: 'stopTimer', name: `sent ${correlation}` }];
    },
  };
}

/** What the relay asks of the table. */
function relays(p: ShopParameters): Actions {
  return {
    wait: ({ volatile: v }, event) => {
      v.waiting = inPlaceOfEarlier(v.waiting, event);
      return [];
    },
    wakeRelays: ({ durable, volatile: v }, _, now) => {
      if (v.waiting.length === 0 || unpublished(durable, p.cursor).length === 0) return [];
      // A poll finds a row at its next turn; the tail of a log is told at once.
      const delayMs = p.cursor === 'log' ? 0 : p.pollMs - (now % p.pollMs);
      return [{ do: 'startTimer', name: 'poll', event: 'pollDue', delayMs }];
    },
    answerRelays: ({ durable, volatile: v }) => {
      const rows = unpublished(durable, p.cursor);
      if (rows.length === 0) return [];
      const { waiting } = v;
      v.waiting = [];
      return waiting.map((asked) => answerRows(asked, { correlation: bodyOf<Correlated>(asked).correlation, rows }));
    },
    mark: ({ durable }, event) => {
      const { row } = bodyOf<MarkBody>(event);
      mark(durable, p.cursor, row);
      const offset = p.cursor === 'unmarked' ? row.id : durable.cursor;
      return [
        note({ kind: 'commit', group: 'outbox', partition: 0, offset, accepted: true, error: '' }, { durable: true }),
      ];
    },
    answerMark: (_, event) => {
      const body: CallAnswer = { correlation: bodyOf<Correlated>(event).correlation, error: '', retriable: false };
      return [answer(event, 'MarkResponse', 'answer', body, 'marked')];
    },
  };
}

function answerRows(asked: NodeEvent, body: RowsAnswer): Effect {
  const records = body.rows.map(({ record }) => record);
  const relies = records.map((record) => `committed ${record}`);
  const says = `rows ${body.rows.map(({ id }) => id).join(', ')}`;
  return answer(asked, 'ReadOutboxResponse', 'rows', body, says, { records, relies });
}
