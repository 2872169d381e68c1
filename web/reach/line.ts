// The line to the server: whether the last word got through, and how much of what was typed waits for it.
import { createStore } from 'zustand/vanilla';

export const line = createStore(() => ({ lost: !navigator.onLine, waiting: 0 }));
export const heard = (): void => {
  if (line.getState().lost) line.setState({ lost: false });
};
export const lost = (): void => line.setState({ lost: true });
addEventListener('online', heard);
addEventListener('offline', lost);
