// Signing out holds without a network, too: what could not be said then is said first of all when there is one again.
import { ask, asRefusal, signInApi } from '../reach/client.ts';

const KEY = 'zhangfa.leaving';

export async function endSession(): Promise<void> {
  localStorage.setItem(KEY, 'yes');
  await finishLeaving().catch(() => undefined);
}
/** Somebody has signed in: there is no session left that is to end. */
export const hasEntered = (): void => localStorage.removeItem(KEY);

/** Before anybody is asked who he is. */
export async function finishLeaving(): Promise<void> {
  if (localStorage.getItem(KEY) === null) return;
  try {
    await ask(signInApi.auth['sign-out'].$post());
  } catch (error) {
    // No session is as good as ended.
    if (asRefusal(error).status !== 401) throw error;
  }
  localStorage.removeItem(KEY);
}
