// Passwords that are easily guessed are refused: common ones, names, sequences, what others have chosen before (NIST 800-63B).
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { problem } from './problem.ts';

/** Of 0 to 4: safely out of reach of guessing over the network. */
const SCORE = 3;
/** Characters beside names. */
const LEAST_REST = 6;
const OURS = ['zhangfa', '章法'];
const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** @param about words that guessers try first for this person. @throws ProblemError */
export function mustBeStrong(password: string, about: (string | null)[]): void {
  const words = [...OURS, ...about.flatMap((word) => (word ? [word] : []))];
  // Said twice, a name is still a name.
  const rest = words.reduce(
    (left, word) => (word.length > 1 ? left.replaceAll(word.toLowerCase(), '') : left),
    password.toLowerCase(),
  );
  if (rest.length < LEAST_REST || judge.check(password, words).score < SCORE) throw problem('weakPassword');
}
