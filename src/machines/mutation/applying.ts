/** Changes on their way: proposed, written down, confirmed, given up. */
import { note, type Effect, type Effects } from '../../engine/contracts';
import { reachesOf } from '../worker/reaching';
import { invariant } from '../../terms/invariant';
import { groupOf, type StepName } from '../worker/steps';
import type { ApplicantData, ApplicantMemory, ApplicantParameters, Change, ChangeBody, Diary, Request } from './memory';

export const changeBy = (v: ApplicantMemory, correlation: number): Change | undefined =>
  v.changes.find((change) => change.correlation === correlation);

/** The workload's next record becomes a change. */
export function submit(p: ApplicantParameters, data: ApplicantData): Effects {
  const record = data.durable.next;
  data.durable.next += 1;
  return [note({ kind: 'submit', record }, { as: `submit ${record}` }), ...begin(p, data, record)];
}

const goOn = (change: Change): Effect => ({ do: 'raise', event: 'goOn', body: change });

const freshChange = (record: number, id: string): Change => ({
  record,
  id,
  at: 0,
  attempt: 0,
  correlation: 0,
  told: false,
  again: false,
});

function begin(p: ApplicantParameters, { durable, volatile: v }: ApplicantData, record: number): Effects {
  const id = durable.ids.get(record) ?? newId(p, v, record);
  const change = { ...freshChange(record, id), at: firstStep(p, durable, record) };
  v.changes.push(change);
  return [goOn(change)];
}

/** An id that was written down after the proposal says that it stands: what is left is to confirm it. */
function firstStep({ groups }: ApplicantParameters, { ids }: Diary, record: number): number {
  const saved = groupOf(groups, 'progress');
  const isPrepared = ids.has(record) && saved > groupOf(groups, 'hiddenEffect');
  return isPrepared ? saved + 1 : 0;
}

function newId({ id }: ApplicantParameters, { life }: ApplicantMemory, record: number): string {
  if (id === 'server') return '';
  return id === 'derived' ? `order ${record}` : `id ${record}.${life}`;
}

/** After a restart: what is not known to be done is taken up where the diary says, or from the beginning. */
export function recover(p: ApplicantParameters, data: ApplicantData): Effects {
  const { durable, volatile: v } = data;
  if (v.life === 1) return [];
  const effects: Effect[] = [];
  for (let record = 1; record < durable.next; record += 1)
    if (!durable.done.has(record) && (durable.ids.has(record) || p.onRestart === 'resend'))
      effects.push(...begin(p, data, record));
  return effects;
}

/** What a change is at; `undefined` when everything is done. */
export const stepAt = ({ groups }: ApplicantParameters, { at }: Change): StepName | undefined => groups[at]?.steps[0];

/** Before or after the step that the change is at, if there is one. */
export function reachStep(p: ApplicantParameters, when: 'before' | 'after', change: Change): Effects {
  const step = stepAt(p, change);
  return step === undefined ? [] : reachesOf(when, [step], [change.record], 'submit');
}

/** A line in the diary is written in one go; a crash falls before it or after it. */
export function writeDown({ durable }: ApplicantData, change: Change): Effects {
  durable.ids.set(change.record, change.id);
  change.at += 1;
  return [...reachesOf('after', ['progress'], [change.record], 'submit'), goOn(change)];
}

const REQUEST_OF: Readonly<Partial<Record<StepName, readonly [Request, string]>>> = {
  hiddenEffect: ['prepare', 'PrepareRequest'],
  publish: ['confirm', 'ConfirmRequest'],
  effect: ['apply', 'ApplyRequest'],
};

/** Asks the service, and again when nothing is heard. */
export function ask(p: ApplicantParameters, { volatile: v }: ApplicantData, change: Change): Effects {
  const step = stepAt(p, change);
  const request = step === undefined ? undefined : REQUEST_OF[step];
  invariant(request, `nothing is asked of the service at ${step ?? 'the end'}`);
  const [as, name] = request;
  v.correlation += 1;
  change.correlation = v.correlation;
  change.attempt += 1;
  return [send(p, change, { as, name }), attemptTimer(p, change)];
}

function send({ service }: ApplicantParameters, change: Change, { as, name }: { as: Request; name: string }): Effect {
  const { record, id, correlation, attempt } = change;
  const body: ChangeBody = { correlation, record, id };
  const says = `${id === '' || as === 'apply' ? 'no id' : id}${attempt > 1 ? ` · attempt ${attempt}` : ''}`;
  return {
    do: 'send',
    message: { name, as, to: service, call: true, body, records: [record], about: 'change', says },
    relies: [`submit ${record}`],
  };
}

const attemptTimer = ({ timeoutMs: delayMs }: ApplicantParameters, { record, correlation }: Change): Effect => ({
  do: 'startTimer',
  name: `attempt ${record}`,
  event: 'attemptTimedOut',
  delayMs,
  body: correlation,
});

/** An answer came: its id is the change's, where the service gives ids. */
export function noteAnswer(change: Change, id: string): Effects {
  if (change.id === '') change.id = id;
  return [{ do: 'stopTimer', name: `attempt ${change.record}` }];
}

/** Whether this answer is what the customer waits for: that the change is done, or already that it is prepared. */
export function isNews(p: ApplicantParameters, change: Change): boolean {
  const step = stepAt(p, change);
  const awaited = p.tells === 'afterPrepare' ? 'hiddenEffect' : 'publish';
  return !change.told && (step === 'effect' || step === awaited);
}

/** The customer hears "ok", and the application knows that it has said so. */
export function tell(p: ApplicantParameters, { durable }: ApplicantData, change: Change): Effects {
  const { record } = change;
  const step = stepAt(p, change);
  change.told = true;
  if (step !== 'hiddenEffect' && p.groups.at(-1)?.steps[0] !== 'progress') durable.done.add(record);
  const why = step === 'hiddenEffect' ? 'prepared' : step === 'publish' ? 'confirmed' : 'done';
  return [note({ kind: 'told', record, outcome: 'ok', why }, { as: `told ${record}` })];
}

/** Goes on to the next step; before it confirms, it may think. */
export function advance(p: ApplicantParameters, change: Change): Effects {
  const step = stepAt(p, change);
  change.at += 1;
  change.attempt = 0;
  change.correlation = 0;
  if (step !== 'hiddenEffect' || p.thinkingMs === 0) return [goOn(change)];
  const name = `thinking ${change.record}`;
  return [{ do: 'startTimer', name, event: 'goOn', delayMs: p.thinkingMs, body: change }];
}

/** Everything is done; a job that does not trust it may confirm once more. */
export function finish(p: ApplicantParameters, { durable, volatile: v }: ApplicantData, change: Change): Effects {
  durable.done.add(change.record);
  v.changes = v.changes.filter((other) => other !== change);
  const isOnce = change.again || p.confirmsAgainMs === 0 || groupOf(p.groups, 'publish') < 0;
  if (isOnce) return [];
  const name = `again ${change.record}`;
  return [{ do: 'startTimer', name, event: 'confirmAgainDue', delayMs: p.confirmsAgainMs, body: change }];
}

/** A second confirmation, and what follows when the service does not know it any more; it is not asked a third time. */
export function confirmAgain(p: ApplicantParameters, data: ApplicantData, { record, id }: Change): Effects {
  const change: Change = { ...freshChange(record, id), at: groupOf(p.groups, 'publish'), told: true, again: true };
  data.volatile.changes.push(change);
  return ask(p, data, change);
}

/** The proposal is gone: the same change is proposed anew, under the same id. */
export function prepareAgain(p: ApplicantParameters, data: ApplicantData, change: Change): Effects {
  change.at = groupOf(p.groups, 'hiddenEffect');
  change.attempt = 0;
  if (p.id === 'server') change.id = '';
  return [{ do: 'stopTimer', name: `attempt ${change.record}` }, ...ask(p, data, change)];
}

/** Nothing was heard: asks again after a while; an answer that still comes is not waited for. */
export function tryLater({ backoffMs: delayMs }: ApplicantParameters, change: Change | undefined): Effects {
  if (change === undefined) return [];
  change.correlation = 0;
  return [{ do: 'startTimer', name: `retry ${change.record}`, event: 'retryDue', delayMs, body: change }];
}

/** The customer gets an exception. */
export function giveUp(
  { durable, volatile: v }: ApplicantData,
  change: Change | undefined,
  { outcome, why }: { readonly outcome: 'fail' | 'unknown'; readonly why: string },
): Effects {
  if (change === undefined) return [];
  v.changes = v.changes.filter((other) => other !== change);
  durable.done.add(change.record);
  const { record } = change;
  return [
    { do: 'stopTimer', name: `attempt ${record}` },
    note({ kind: 'told', record, outcome, why }, { as: `told ${record}` }),
  ];
}
