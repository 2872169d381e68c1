// The log of a server process. A full disk or a closed pipe loses lines of it, never the process.
import { type Logger, pino } from 'pino';

const KEPT_BYTES = 1024 * 1024;

export function createLog(name: string, fd = 1): Logger {
  const destination = pino.destination({ fd, sync: false, maxLength: KEPT_BYTES });
  destination.on('error', () => undefined);
  return pino({ level: process.env.LOG_LEVEL ?? 'info', base: { process: name } }, destination);
}
