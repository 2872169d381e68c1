// What somebody did, by method and route as it is logged.
import { actions as en } from './en/actions.ts';
import type { Language } from './message.ts';
import { speaker } from './say.ts';
import { actions as zh } from './zh/actions.ts';

const actionIn = speaker<typeof zh>({ zh, en });

const known = (action: string): action is keyof typeof zh => Object.hasOwn(zh, action);
/** An action without words of its own is told by what it did and to which resource. */
export function actionWords(action: string, language: Language): string {
  const say = actionIn(language);
  const refused = /^refused (.*)$/.exec(action)?.[1];
  const what = refused ?? action;
  const words = isAction(what) ? say(what) : generally(what, language);
  return refused === undefined ? words : say('refused', { action: words });
}
const isAction = (text: string): text is Extract<keyof typeof zh, `${string} /${string}`> | 'erase' =>
  known(text) && (text === 'erase' || text.includes(' /'));

const DID = { POST: 'made', PUT: 'changed', PATCH: 'changed', DELETE: 'dropped' } as const;
function generally(action: string, language: Language): string {
  const [, method, segment = ''] = /^(\w+) \/api\/([\w-]+)/.exec(action) ?? [];
  const did = DID[method as keyof typeof DID];
  if (!did) return action;
  const say = actionIn(language);
  const of = `of.${segment}`;
  return say(did, { resource: known(of) ? sayOf(of, language) : segment });
}
const sayOf = (code: keyof typeof zh, language: Language): string => ({ zh, en })[language][code];
