/** The role of a database where effects count, by how it writes and by what it knows a row again. Source: src/systems/database/MODEL.md. */
import { asAnyRole, note, type AnyRole, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type WriteAnswer } from '../messages';
import {
  answerName,
  responseOf,
  settleName,
  type NameAnswer,
  type NameBody,
  type NamedWriteBody,
} from '../names/asking';
import { newBook, standingOf } from '../names/book';
import type { TableData, TableParameters, Tables } from './memory';
import { landingOf, rowAfter, type Incoming, type Row } from './rules';
import { tableMachine } from './table.machine';

/** A database's role. With `checksRows` a look-up is a SELECT of the row itself, not of a name. */
export function tableRole(p: TableParameters, checksRows = false): AnyRole {
  return asAnyRole<TableData>({
    chart: tableMachine,
    guards: {
      isKnown: ({ durable: { book } }, event, now) =>
        remembers(event) && standingOf(book, bodyOf<NamedWriteBody>(event).called, now) === 'known',
      isAboutRows: (_, event) => checksRows && bodyOf<NameBody>(event).verb === 'lookUp',
    },
    actions: {
      absorb: ({ durable }, event) => absorb(durable, event),
      remember: ({ durable }, event, now) => remember(durable, event, now),
      land: ({ durable }, event) => land(p, durable, event),
      answerWrite: ({ durable }, event) => answerWrite(p, durable, event),
      answerName: ({ durable: { book } }, event, now) => answerName(book, event, now),
      answerRow: ({ durable }, event) => answerRow(durable, event),
    },
    birth: () => ({ durable: tables(p), unflushed: undefined, volatile: undefined }),
    rebirth: (old) => old,
  });
}

const tables = ({ book }: TableParameters): Tables => ({ rows: new Map(), book: newBook(book), nextKey: 1, found: [] });

/** The write puts the id down in its own transaction. */
const remembers = (event: NodeEvent): boolean => bodyOf<NamedWriteBody>(event).steps.includes('remember');

function absorb(kept: Tables, event: NodeEvent): Effects {
  const { records, called } = bodyOf<NamedWriteBody>(event);
  kept.found = records;
  return records.map((record) =>
    note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`remembered ${called.name}`] }),
  );
}

function remember(kept: Tables, event: NodeEvent, now: number): Effects {
  kept.found = [];
  if (!remembers(event)) return [];
  const { records, called } = bodyOf<NamedWriteBody>(event);
  return records.flatMap((record) => settleName(kept.book, { verb: 'put', record, ...called }, now).effects);
}

function land(p: TableParameters, kept: Tables, event: NodeEvent): Effects {
  const { steps, records, called } = bodyOf<NamedWriteBody>(event);
  if (!steps.includes('effect')) return [];
  return records.map((record) =>
    record === p.deletes ? erase(p, kept, record) : landRecord(p, kept, record, called.name),
  );
}

function landRecord(p: TableParameters, kept: Tables, record: number, name: string): Effect {
  const key = keyOf(p, kept, record, name);
  const incoming = incomingOf(p, record);
  const row = kept.rows.get(key);
  const landing = landingOf(p.write, row, incoming);
  if (landing !== 'applied')
    return note({ kind: 'absorb', record, reason: landing }, { relies: [`applied ${record}`] });
  kept.rows.set(key, rowAfter(p.write, row, incoming));
  return note({ kind: 'apply', record, outside: false }, { as: `applied ${record}`, durable: true });
}

/** Rows that one INSERT after the other adds have numbers of their own; only one row holds a running sum. */
function keyOf({ write, key, accounts }: TableParameters, kept: Tables, record: number, name: string): string {
  if (write === 'increment') return accountKey(accounts, record);
  if (write === 'append' || key === 'generated') {
    kept.nextKey += 1;
    return `number ${kept.nextKey - 1}`;
  }
  if (key === 'account') return accountKey(accounts, record);
  return key === 'message' ? name : `order ${record}`;
}

const accountKey = (accounts: number, record: number): string => `account ${(record - 1) % accounts}`;

/** The how-manieth event of its account a record is, and what the account holds after it. */
function incomingOf({ accounts, differences }: TableParameters, record: number): Incoming {
  const version = Math.floor((record - 1) / accounts) + 1;
  const at = (event: number): number => differences[(event - 1) % differences.length] ?? 0;
  let absolute = 0;
  for (let event = 1; event <= version; event += 1) absolute += at(event);
  return { record, version, absolute, difference: at(version) };
}

/** DELETE of the account's rows: what is not there any more cannot be known again, unless its version is kept. */
function erase(p: TableParameters, kept: Tables, record: number): Effect {
  const account = accountKey(p.accounts, record);
  const mine = [...kept.rows].filter(([, row]) => accountKey(p.accounts, row.record) === account);
  const { version } = incomingOf(p, record);
  const isDone = mine.every(([, row]) => row.tombstone || row.version > version);
  if (isDone) return note({ kind: 'absorb', record, reason: 'sameKey' }, { relies: [`applied ${record}`] });
  for (const [key] of mine) {
    if (p.keepsTombstones) kept.rows.set(key, { record, version, value: 0, tombstone: true });
    else kept.rows.delete(key);
  }
  return note({ kind: 'apply', record, outside: false }, { as: `applied ${record}`, durable: true });
}

const standing = (rows: ReadonlyMap<string, Row>): readonly Row[] => [...rows.values()].filter((row) => !row.tombstone);

/** What a reader of the table would see now. */
function contents({ write, key, accounts }: TableParameters, { rows }: Tables): string {
  const there = standing(rows);
  const isBalance = accounts === 1 && (write === 'increment' || (key === 'account' && write !== 'append'));
  if (isBalance && there.length === 1) return `balance ${there[0]!.value}`;
  return there.length === 1 ? '1 row' : `${there.length} rows`;
}

function answerWrite(p: TableParameters, kept: Tables, event: NodeEvent): Effects {
  const { correlation, records } = bodyOf<NamedWriteBody>(event);
  const body: WriteAnswer = { correlation, remembered: kept.found };
  const says = kept.found.length > 0 ? `known, ${contents(p, kept)}` : contents(p, kept);
  return [
    {
      do: 'send',
      message: { name: 'WriteResponse', to: event.from, body, records, about: event.about, says, answers: event },
    },
  ];
}

/** SELECT before INSERT: whether the row is there at this moment. */
function answerRow(kept: Tables, event: NodeEvent): Effects {
  const { correlation, record, verb } = bodyOf<NameBody>(event);
  const known = standing(kept.rows).some((row) => row.record === record);
  const body: NameAnswer = { correlation, record, standing: known ? 'known' : 'new' };
  const says = known ? 'is there' : 'is not there';
  const absorbs: Effects = known
    ? [note({ kind: 'absorb', record, reason: 'conflict' }, { relies: [`applied ${record}`] })]
    : [];
  const { from: to, records, about } = event;
  return [
    ...absorbs,
    {
      do: 'send',
      message: { name: responseOf(verb), as: 'nameAnswer', to, body, records, about, says, answers: event },
    },
  ];
}
