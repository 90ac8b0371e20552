/** The English sentences, by code. `{subject}` is the record by its name: "payment 3". */

export const SENTENCES: Readonly<Record<string, string>> = {
  submitted: 'the application sent {subject}.',
  submittedAgain: 'the application could not know what became of {subject}, and sent it again.',
  firstProduceRequest: 'the {node} sent {subject} to the broker.',
  againProduceRequest: 'the {node} heard nothing and sent {subject} again (attempt {attempt}).',
  firstServiceRequest: 'the {node} called the service for {subject}.',
  againServiceRequest: 'the {node} called the service for {subject} again.',
  firstWrite: 'the {node} asked the sink for the effect of {subject}.',
  againWrite: 'the {node} asked the sink for the effect of {subject} again.',
  'lost.dropped': 'the {name} from {from} to {to} was dropped on the way.',
  'lost.connectionBroke': 'the {name} from {from} to {to} was dropped with its connection.',
  'lost.nodeDown': 'the {name} to {to} was dropped: nobody was there.',
  'lost.partitioned': 'the {name} from {from} to {to} was dropped: they were cut off from each other.',
  'lost.staleConnection': 'the {name} from {from} to {to} was dropped: its connection was gone.',
  'lost.untrusted': 'the {name} from {from} to {to} was never sent: a certificate had expired.',
  lateCopy: 'a late copy of the {name} was still on its way from an old connection.',
  stored: '{node} stored {subject} at offset {offset}{where}.',
  storedAnew: '{node} stored {subject} once more, by its numbers a new record, at offset {offset}{where}.',
  storedAgain: '{node} could not tell that it had it already and stored {subject} again, at offset {offset}{where}.',
  unflushed: '{node} came back without {subject}: it had not been flushed to disk.',
  truncated: '{node} found that the new leader had no such record and cut {subject} off its log.',
  knownBatch: '{node} knew the batch ({why}): it stored nothing, and answered with success and the first offset.',
  refused: '{node} refused {subject}: {error}.',
  denied: '{node} did not do it for {subject}: {why} ({error}).',
  deniedAll: '{node} did not do what it was asked: {why} ({error}).',
  toldOk: 'the application was told that {subject} was safe ({why}).',
  toldFailed: 'the application was told that {subject} had failed ({why}); the outcome is {outcome}.',
  sinkAborted: '{node} aborted the transaction of {subject}: nobody had committed it in time.',
  certificateOver: 'the {says} had expired: what was connected went on, and nothing could connect any more.',
  abortMarker: 'the transaction of {subject} was aborted: a marker at offset {offset}{where} says so.',
  delivered: 'the {node} was given {subject} from offset {offset}{where}.',
  deliveredAgain: 'the {node} was given {subject} again, from offset {offset}{where}.',
  'threw.abort': 'an exception in the {node}: {error}. It gives this attempt up.',
  'threw.close': 'an exception in the {node}: {error}. It closes its clients, and a new instance starts.',
  'threw.crash': 'an exception in the {node}: {error}. The process died of it.',
  'threw.end': 'an exception in the {node}: {error}. It polls no more.',
  againCall: 'the {node} heard nothing and sent {subject} again (attempt {attempt}).',
  enqueued: '{node} stored {subject} as message {id}.',
  enqueuedAgain: '{node} could not tell that it had it already and stored {subject} again, as message {id}.',
  handed: 'the {node} was handed {subject}.',
  handedAgain: 'the {node} was handed {subject} again.',
  settled: '{worker} said that {subject} was done, and {node} let go of it.',
  settledLate: '{worker} said that {subject} was done, but its lease was over: {node} did not take its word.',
  'returned.leaseOver': 'nobody had said in time that {subject} was done: {node} made it visible again.',
  'returned.released': 'the worker gave {subject} back.',
  'returned.disconnected': 'the connection was gone, so {node} took {subject} back.',
  'returned.unknownTag':
    'the consumer acknowledged a message twice, or on another channel: {node} did not know the tag, closed the channel, and took {subject} back.',
  'returned.keptTooLong':
    'the consumer kept a message for longer than {node} allows: {node} closed the channel, and took {subject} back.',
  'returned.silent': 'nothing had been heard of the consumer for too long, so {node} took {subject} back.',
  'returned.redriven': '{subject} was moved back from the dead letters, behind what was there.',
  'returned.ghost': 'a server that had missed the deletion of {subject} brought it back.',
  'buried.receives': '{subject} had been handed out too often: {node} gave it up.',
  'buried.retention': '{subject} had waited longer than {node} keeps messages, and was gone.',
  'buried.unroutable': 'no queue wanted {subject}: {node} dropped it.',
  'buried.full': 'the queue was full: {node} dropped {subject}.',
  'buried.damaged': '{node} came back with a damaged file, could not read {subject}, and went on without it.',
  'buried.deadLetterUntaken': '{node} gave {subject} up, and no queue took it as a dead letter.',
  'buried.rejected': 'the worker rejected {subject}: {node} gave it up.',
  skippedAborted: 'the {node} passed over a copy of {subject}, because its transaction was aborted.',
  skippedKnown: 'the {node} passed over {subject}, because its name was already remembered.',
  droppedLost: 'the {node} dropped {subject} undone, because its partition had gone to another member.',
  applied: 'the effect of {subject} took place.',
  appliedAgain: 'the effect of {subject} took place again.',
  appliedOutside: 'the effect of {subject} took place outside every transaction.',
  appliedOutsideAgain: 'the effect of {subject} took place again, outside every transaction.',
  'absorbed.sameKey': 'the sink wrote {subject} over itself: the same key, so nothing changed.',
  'absorbed.conflict': 'the sink refused a second {subject}: its key was taken.',
  'absorbed.remembered': 'the memory of names refused {subject} as a duplicate.',
  'absorbed.fenced': 'the sink refused the write of {subject}: its stored progress was already further.',
  remembered: 'the name of {subject} was remembered.',
  staged: 'the effect of {subject} was written, hidden until it is published.',
  crashed: '{node} crashed.',
  lostPower: 'the power of {node} was cut: what it had not flushed to disk is gone.',
  restarted: '{node} came back.',
  paused: '{node} was frozen, and knew nothing of it.',
  woke: '{node} woke up and went on as if no time had passed.',
  cut: '{a} and {b} were cut off from each other.',
  leaderless: 'no replica may lead: the partition waits.',
  newLeader: '{leader} became leader, in epoch {epoch}.',
  uncleanLeader: '{leader} became leader without having been in sync: what it lacks is gone.',
  'position.committed': 'the {node} reads on from the committed offset, {offset}{where}.',
  'position.sink': 'the {node} reads on from the offset that the sink keeps, {offset}{where}.',
  'position.reset': 'the {node} finds no usable offset and begins at {offset}{where}.',
};

/** What would have saved the record. */
export const REMEDIES: Readonly<Record<string, string>> = {
  idempotence:
    'What would have saved it: a log that knows the batch by its number (Kafka: enable.idempotence=true; Pulsar and RabbitMQ streams: de-duplication under a name that stays), or a sink that knows the record.',
  effectWithProgress:
    'What would have saved it: effect and progress in one step, [E P], or a sink that knows the name.',
  nameAtSink:
    'What would have saved it: a sink that knows the name: upsert, a unique key, or progress in the same write.',
  askBeforeResend:
    'What would have saved it: an application that asks the log before it sends again, or a sink that knows the name.',
  nameOfTheOrder:
    'What would have saved it: a name that belongs to the order and not to the call (an idempotency key kept with the order, a de-duplication id), claimed in the same step as the effect.',
  fenceTheOld:
    'What would have saved it: fencing the older instance (Kafka: one transactional.id for both), or a sink that knows the name.',
  longerMemory:
    'What would have saved it: a memory that outlasts the last retry, or a sink that knows the name for good.',
  grantTheRight: 'What would have saved it: the right that was missing, or a sink that knows the name.',
  grantTheRightAlone: 'What would have saved it: the right that was missing.',
  giveTheRightBack: 'What would have saved it: the right that was missing. What is stored waits for it.',
  readCommitted:
    'What would have saved it: a reader of committed records only (Kafka: isolation.level=read_committed; Pulsar: READ_COMMITTED).',
  rememberWithEffect: 'What would have saved it: remembering the name in the same step as the effect, [M E].',
  nameOfItsOwn:
    'What would have saved it: a name that no message before it had, for as long as the memory lasts; where names are numbers, one above all before it.',
  acksAll:
    'What would have saved it: acks=all with min.insync.replicas=2, so that success means a copy on another broker.',
  cleanElection:
    'What would have saved it: unclean.leader.election.enable=false, which waits for a replica that has it; or acks=all with min.insync.replicas=2, which tells success only when one other has it.',
  moreReplicas:
    'What would have saved it: copies on several brokers, in another region too, or flushing to disk before the answer.',
  effectFirst: 'What would have saved it: the effect before the progress, E P, at the price of a possible repeat.',
  keepTheLog:
    'What would have saved it: a log that is kept until its reader has read it, and a reader that begins at its beginning.',
  resetEarliest: 'What would have saved it: auto.offset.reset=earliest.',
  nameAtService:
    'What would have saved it: a service that knows the name again, as by an idempotency key; no transaction around the worker reaches it.',
  oneTransaction:
    'What would have saved it: output and progress in one transaction (Kafka Streams: processing.guarantee=exactly_once_v2; Connect: exactly.once.source.support; Pulsar: acknowledging in the transaction that writes), or a target that knows the name.',
  groupMetadata:
    'What would have saved it: sendOffsetsToTransaction with consumer.groupMetadata(), so that the group refuses who is no longer a member.',
  commitWhatIsDone:
    'What would have saved it: committing only what is done (Kafka: by hand; close() commits whatever poll() has returned).',
  rewind: 'What would have saved it: going back to the committed offsets after the abort.',
  nameTheMessage:
    'What would have saved it: a name that the retry carries too and the queue remembers, or a sink that knows the record.',
  longerLease:
    'What would have saved it: a lease longer than the work, or one that is extended while the work goes on.',
  setAside:
    'What would have saved it: setting aside what cannot be processed, in a dead-letter queue that somebody looks at.',
  routeKnown:
    'What would have saved it: a sender that is told of what reaches no queue (RabbitMQ: the mandatory flag), or an alternate exchange.',
  publishAgain: 'What would have saved it: a publisher that keeps what it sent, and sends it again.',
  deadLettersConfirmed: 'What would have saved it: dead letters that are kept until a queue confirms them.',
  deadLetters: 'What would have saved it: a dead-letter queue that somebody looks at.',
  outlastOutage:
    'What would have saved it: a hold or a time-out that outlasts the outage, and an “ok” that waits until the effect is published.',
  waitForAck:
    'What would have saved it: success that is told only when the record is stored, and retries until then (Kafka: acks=all, retries).',
};
