/** The role of a database with a log of changes: PostgreSQL's write-ahead log with a slot, MySQL's binlog. Source: src/systems/debezium/MODEL.md. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import { isLateCopy } from '../connections';
import type { CallAnswer, CallBody } from '../caller/memory';
import type { FeedEntry, FetchedAnswer, FetchFeedBody } from '../feed/memory';
import { appendedEntry } from '../feed/notes';
import { answer } from '../answering';
import { bodyOf } from '../messages';
import { changeLogMachine } from './changeLog.machine';
import type { ChangeLogData, ChangeLogParameters, ChangeTables, ConfirmBody } from './memory';
import * as rules from './rules';

const DISK_FULL = 'No space left on device';

/** A database's role. A transaction that is open when it dies is rolled back. */
export function changeLogRole(p: ChangeLogParameters): AnyRole {
  const volatile = (): ChangeLogData['volatile'] => ({ open: [], waiting: [] });
  return asAnyRole<ChangeLogData>({
    chart: changeLogMachine,
    guards: {
      isOfLostSession: (_, event) => isLateCopy(event),
      isDiskFull: ({ durable }) => p.diskChanges > 0 && rules.heldBack(durable) >= p.diskChanges,
      isTransactionOpen: (_, event) => {
        const { record } = bodyOf<CallBody>(event);
        return record % p.transactionRecords !== 0 && record < p.records;
      },
      isGone: ({ durable }, event) => {
        const { offset } = bodyOf<FetchFeedBody>(event);
        return offset > rules.BEFORE_ALL && offset < rules.firstReadable(p, durable);
      },
      isFirstRead: (_, event) => bodyOf<FetchFeedBody>(event).offset === rules.BEFORE_ALL,
      hasSomething: ({ durable }, event) => isAnswerable(durable, event),
    },
    actions: { ...writing(p), ...reading(p), ...keeping(p) },
    birth: () => ({ durable: tables(), unflushed: undefined, volatile: volatile() }),
    rebirth: ({ durable }) => {
      if (p.afterCrash === 'replica' && !p.slotOnReplica) rules.dropSlot(durable);
      return { durable, unflushed: undefined, volatile: volatile() };
    },
  });
}

const tables = (): ChangeTables => ({
  rows: [],
  log: [],
  earliest: rules.FIRST_POSITION,
  end: rules.FIRST_POSITION,
  slot: { exists: false, confirmed: rules.FIRST_POSITION },
});

type Actions = Record<string, Action<ChangeLogData>>;

function writing(p: ChangeLogParameters): Actions {
  return {
    refuseFull: (_, event) => {
      const why = 'the slot holds back more of the log than the disk has room for';
      const fact = note({ kind: 'refuse', reason: 'state', error: DISK_FULL, records: event.records, why });
      return [fact, answerCommit(p, event, DISK_FULL)];
    },
    rollBack: ({ volatile: v }, event) => {
      v.open = v.open.filter(({ from }) => from !== event.from);
      return [];
    },
    hold: ({ volatile: v }, event) => {
      v.open.push(event);
      return [];
    },
    commit: ({ durable, volatile: v }) => {
      const statements = v.open;
      v.open = [];
      const commits = statements.flatMap((event) => commitOne(p, durable, bodyOf<CallBody>(event)));
      if (p.slotHoldsMost >= 0 && rules.heldBack(durable) > p.slotHoldsMost) rules.dropSlot(durable);
      return [...commits, ...statements.map((event) => answerCommit(p, event, ''))];
    },
  };
}

function commitOne(p: ChangeLogParameters, kept: ChangeTables, { record, name }: CallBody): Effects {
  const entry: FeedEntry = { partition: 0, offset: kept.end, record, name, messageId: kept.end };
  kept.end += 1;
  kept.log.push(entry);
  if (!kept.rows.some((row) => row.record === record)) kept.rows.push(entry);
  const fact = appendedEntry(entry, [`row ${record}`]);
  if (p.keptBy !== 'time' || p.expireMs === 0) return [fact];
  const timer = `expiry ${entry.offset}`;
  return [fact, { do: 'startTimer', name: timer, event: 'expired', delayMs: p.expireMs, body: entry }];
}

const answerCommit = ({ words }: ChangeLogParameters, event: NodeEvent, error: string): Effect => {
  const body: CallAnswer = { correlation: bodyOf<CallBody>(event).correlation, error, retriable: false };
  return answer(event, words.committed, 'answer', body, error === '' ? 'committed' : error);
};

const isAnswerable = ({ end }: ChangeTables, event: NodeEvent): boolean => {
  const { offset } = bodyOf<FetchFeedBody>(event);
  return offset < end;
};

function reading(p: ChangeLogParameters): Actions {
  return {
    makeSlot: ({ durable }) => {
      rules.makeSlot(durable);
      return [];
    },
    refuseGone: ({ durable }, event) => {
      const next = rules.firstReadable(p, durable);
      return [answerRead(p, event, { error: 'OFFSET_OUT_OF_RANGE', entries: [], next }, `gone, the first is ${next}`)];
    },
    answerSnapshot: ({ durable }, event) => {
      const entries = rules.snapshotOf(durable);
      const says = `snapshot: ${entries.length} rows, then position ${durable.end}`;
      return [answerRead(p, event, { error: '', entries, next: durable.end }, says)];
    },
    answerFetch: ({ durable }, event) => [answerChanges(p, durable, event)],
    wait: ({ volatile: v }, event) => {
      v.waiting.push(event);
      return [];
    },
    serveWaiting: ({ durable, volatile: v }) => {
      const { waiting } = v;
      v.waiting = [];
      return waiting.map((event) => answerChanges(p, durable, event));
    },
  };
}

function answerChanges(p: ChangeLogParameters, kept: ChangeTables, event: NodeEvent): Effect {
  const { offset, most } = bodyOf<FetchFeedBody>(event);
  if (offset < 0) {
    const next = rules.firstReadable(p, kept);
    return answerRead(p, event, { error: '', entries: [], next }, `from position ${next} on`);
  }
  const entries = kept.log.filter((entry) => entry.offset >= offset).slice(0, most);
  const next = (entries.at(-1)?.offset ?? offset - 1) + 1;
  return answerRead(p, event, { error: '', entries, next }, `positions ${offset} to ${next - 1}`);
}

function answerRead(
  { words }: ChangeLogParameters,
  event: NodeEvent,
  found: Omit<FetchedAnswer, 'correlation'>,
  says: string,
): Effect {
  const body: FetchedAnswer = { correlation: bodyOf<FetchFeedBody>(event).correlation, ...found };
  const records = found.entries.map(({ record }) => record);
  const relies = records.map((record) => `row ${record}`);
  return answer(event, words.fetched, 'fetched', body, says, { records, relies });
}

/** How long the log is kept. */
function keeping({ keptBy }: ChangeLogParameters): Actions {
  return {
    confirm: ({ durable }, event) => {
      const { offset } = bodyOf<ConfirmBody>(event);
      if (keptBy === 'time' || !durable.slot.exists) return [];
      durable.slot.confirmed = Math.max(durable.slot.confirmed, offset);
      rules.trim(durable, durable.slot.confirmed);
      return [];
    },
    expire: ({ durable }, event) => {
      rules.trim(durable, (event.body as FeedEntry).offset + 1);
      return [];
    },
    loseLog: ({ durable }) => {
      rules.dropSlot(durable);
      if (keptBy === 'time') rules.trim(durable, durable.end);
      return [];
    },
  };
}
