import { answer, type Reply } from '../reply';

const HELP = `ackward COMMAND …    (INPUT: a scenario file, - for standard input, a link, or a catalogue id)

  run INPUT [--seed S] [--set LANE.SETTING=VALUE]… [--json] [--strict]
  trace INPUT --lane L [--format text|json|mermaid|shiviz]
  explain INPUT --lane L --record N [--json]
  sweep INPUT --seeds N [--from K] [--shard i/n] [--json] [--strict]
  merge FILE… [--json]            joins the shards of a sweep
  link INPUT [--json]             the link of a scenario, and back
  conformance FILE [--json]       plays broker requests against the model
  systems [SYSTEM] | presets [SYSTEM] | scenarios [--json]

Exit 0: done. 1: with --strict, some lane broke its claim; a conformance case failed. 2: bad input, with --strict a damaged link too; standard error says where and why.`;

/** `help`: what there is. */
export const help = async (): Promise<Reply> => answer(HELP);
