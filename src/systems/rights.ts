/** Rights as systems outside Kafka check them: which question needs which, and what is answered without it. */
import { denyWith, type Denies, type NodeEvent, type RightPlan } from '../engine/contracts';
import { bodyOf, type Correlated } from '../machines/messages';
import type { OwnFault } from '../scenario/catalog';

const answering =
  (body: object) =>
  (question: NodeEvent): object => ({ correlation: bodyOf<Correlated>(question).correlation, ...body });

/** A call is answered with an error that trying again does not cure. */
export const denyCall = (name: string, error: string): Denies =>
  denyWith(error, { name, as: 'answer', body: answering({ error, retriable: false }) });

/** A question is answered with an error; what follows is up to whoever asked. */
export const denyQuestion = (name: string, error: string): Denies =>
  denyWith(error, { name, as: 'denied', body: answering({ error }) });

/** The refusal is to a whole client, and about no record more than about those that wait behind it. */
const aboutAll =
  (deny: Denies): Denies =>
  (question) => {
    const denial = deny({ ...question, records: [] });
    return denial && { ...denial, records: [] };
  };

/** Who asks may not even begin, and is at its end. */
export const denyEntry = (name: string, error: string): Denies =>
  aboutAll(denyWith(error, { name, as: 'shutOut', body: answering({ error }) }));

/** What was to be stored is not; whoever sent it sends it again after a while. */
export const denyStoring = (name: string, error: string): Denies =>
  aboutAll(denyWith(error, { name, as: 'notStored', body: answering({ error }) }));

/** Progress is not saved; who wanted to save it goes on, and saves more the next time. */
export const denySave = (name: string, error: string): Denies =>
  denyWith(error, { name, as: 'notSaved', body: answering({ error }) });

/** Nothing is answered: the protocol has no word for it, or says it to nobody who waits. */
export const denySilently =
  (error: string): Denies =>
  () => ({ error, effects: [] });

/** A right of one principal, as a fault of the system's own. */
export const rightFault = ({ target, operation }: RightPlan, principal: string): OwnFault => ({
  do: 'revoke',
  targets: [target],
  operations: [operation],
  principals: [principal],
});

/** The certificates, or clocks, by which connections and calls are trusted. */
export const certificateFault = (...principals: string[]): OwnFault => ({
  do: 'expire',
  targets: ['certificate'],
  principals,
});
