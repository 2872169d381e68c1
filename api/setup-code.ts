// Who may become the owner of a new shop: who reads the log of its server. The code follows from the shop's secret, so that
// every process and every start knows the same; it is of use once, while nobody exists.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Without letters and digits that are easily confused. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export function setupCode(secret: string): string {
  const bytes = createHmac('sha256', secret).update('set-up code').digest().subarray(0, 12);
  return [...bytes]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');
}

export function isSetupCode(secret: string, given: string): boolean {
  const [wanted, got] = [setupCode(secret), given].map((code) =>
    createHmac('sha256', secret)
      .update(code.replace(/[^A-Z0-9]/gi, '').toUpperCase())
      .digest(),
  ) as [Buffer, Buffer];
  return timingSafeEqual(wanted, got);
}
