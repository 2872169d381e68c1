// What somebody did, by method and route as it is logged.
import { actions as en } from './en/actions.ts';
import type { Language } from './message.ts';
import { speaker } from './say.ts';
import { actions as zh } from './zh/actions.ts';

const actionIn = speaker<typeof zh>({ zh, en });

const known = (action: string): action is keyof typeof zh => Object.hasOwn(zh, action);
/** An action without words is shown as it is logged. */
export function actionWords(action: string, language: Language): string {
  const say = actionIn(language);
  const refused = /^refused (.*)$/.exec(action)?.[1];
  const what = refused ?? action;
  const words = known(what) && what !== 'refused' ? say(what) : what;
  return refused === undefined ? words : say('refused', { action: words });
}
