// Small readings of texts that several rules need.
import { parseCycle, parseDuration, parseInstant } from '../duration.ts';
import { timerOf } from '../timer.ts';

export const isExpression = (text: string): boolean => text.startsWith('=');
/** As the core reads them, so that what passes here runs there, and days that do not exist do not pass. */
export const isPeriod = (text: string): boolean => parseDuration(text) !== null;
export const isInstant = (text: string): boolean => parseInstant(text) !== null;
/** `R3/PT1H`, `R/2026-01-01T00:00:00Z/P1D` or five or six fields of cron, that come at all. */
export const isCycle = (text: string): boolean => parseCycle(text) !== null && timerOf(text, 0, undefined) !== null;
