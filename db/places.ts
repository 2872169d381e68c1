// Several names as one text, for what is looked up by all of them: a unit separator, which no name holds, stands between.
export const BETWEEN = '\u001f';

export const placeOf = (...names: string[]): string => names.join(BETWEEN);
