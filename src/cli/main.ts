/** The process around the commands: the only file that reads the arguments, prints and sets the exit code. */
import { ackward } from './ackward';

/** Whoever reads our output may stop early, as `head` does: what is left is for nobody. */
const stopsReading = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};
process.stdout.on('error', stopsReading);
process.stderr.on('error', stopsReading);

const reply = await ackward(process.argv.slice(2));
process.stderr.write(reply.stderr);
process.stdout.write(reply.stdout);
process.exitCode = reply.exitCode;
