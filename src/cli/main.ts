/** The process around the commands: the only file that reads the arguments, prints and sets the exit code. */
import { ackward } from './ackward';

const reply = await ackward(process.argv.slice(2));
process.stderr.write(reply.stderr);
process.stdout.write(reply.stdout);
process.exitCode = reply.exitCode;
