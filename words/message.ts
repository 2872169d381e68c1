// What is said as data: a code and its arguments, worded only where a person reads it. No sentence stands here, so that the
// core may import this file; the codes and arguments are those of the zh table of an area (docs/decisions/0032).

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
/** As browsers, files and profiles write them. */
export const TAGS = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Language, string>;
export const languageOfTag = (tag: string | null | undefined): Language | undefined =>
  LANGUAGES.find((one) => tag?.toLowerCase().split('-')[0] === one);

/** Something by its own name, else by its kind: `「拣货」`, `未命名的步骤`. */
export type Called = { kind: string; name?: string };
/** What people have named, by language. */
export type Texts = { zh: string; en?: string | undefined };
/** Plain data, so that it can be stored and sent; its arguments are `Value`s, which `teller` sees to. */
export type Message = { code: string; args: Record<string, unknown> };
/** A list is joined as the language joins lists. */
export type Value = string | number | Called | Texts | Message | Value[];

/** Sentences of an area by code; `{name}` stands for an argument. */
export type Templates = Record<string, string>;
export type Braces<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Braces<Rest> : never;
type Args<T extends string> = Record<Braces<T>, Value>;
export type Rest<T extends string> = Braces<T> extends never ? [] : [args: Args<T>];
export type Tell<T extends Templates> = <C extends keyof T & string>(code: C, ...args: Rest<T[C]>) => Message;

/** The one way to say something: the compiler knows the codes of the area and the arguments of each. */
export const teller =
  <T extends Templates>(): Tell<T> =>
  (code, ...[args]) => ({ code, args: args ?? {} });
/** A message in a column of texts, which also holds what others have said in their own words. */
export const toText = (message: Message | string): string =>
  typeof message === 'string' ? message : JSON.stringify(message);
export function fromText(text: string): Message | string {
  if (!text.startsWith('{"code":')) return text;
  try {
    const { code, args } = JSON.parse(text) as Partial<Message>;
    return typeof code === 'string' && typeof args === 'object' ? { code, args } : text;
  } catch {
    return text;
  }
}
/** Where the argument has a form of its own. */
export const named = (name: string): Called => ({ kind: 'name', name });
