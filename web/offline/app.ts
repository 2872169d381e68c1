// The app on this device: opened without a network, and renewed when its user wants it, never under his hands.
import { registerSW } from 'virtual:pwa-register';
import { createStore } from 'zustand/vanilla';

export const app = createStore(() => ({ renewed: false }));

const renewNow = registerSW({ onNeedRefresh: () => app.setState({ renewed: true }) });
/** The page opens anew with it. */
export const renew = (): Promise<void> => renewNow(true);
