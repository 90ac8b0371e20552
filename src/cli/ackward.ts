/** Start here: one command in, one reply out. Nothing is printed and nothing exits in this file, so that tests can call it. */
import { presets, scenarios, systems } from './commands/catalogue';
import { conformance } from './commands/conformance';
import { explain } from './commands/explain';
import { help } from './commands/help';
import { link } from './commands/link';
import { run } from './commands/run';
import { merge, sweep } from './commands/sweep';
import { trace } from './commands/trace';
import { refuseOne, type Reply } from './reply';

type Command = (args: readonly string[]) => Promise<Reply>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['run', run],
  ['trace', trace],
  ['explain', explain],
  ['sweep', sweep],
  ['merge', merge],
  ['link', link],
  ['conformance', conformance],
  ['systems', systems],
  ['presets', presets],
  ['scenarios', scenarios],
  ['help', help],
]);

/** Carries out one command line, without the program's name. Never throws on bad input. */
export async function ackward(args: readonly string[]): Promise<Reply> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') return help();
  const command = COMMANDS.get(name);
  if (command === undefined)
    return refuseOne(
      'COMMAND',
      `there is no command "${name.slice(0, 40)}"`,
      `give one of ${[...COMMANDS.keys()].join(', ')}`,
    );
  return command(rest);
}
