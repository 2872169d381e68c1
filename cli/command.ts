// What a subcommand is. Arguments come parsed by node:util's parseArgs, `--help` is answered before `run`.
import type { ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

export type Arguments = {
  positionals: string[];
  /** By option name; undefined where it was not given. */
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
};

export type Command = {
  /** As typed, e.g. `backup FILE`. */
  usage: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` says about options and examples. */
  help: string;
  options?: Options;
  /** Positional arguments at least and at most; a number for exactly so many. */
  positionals?: number | [number, number];
  /** Returns the exit code: 0 ok, 1 findings or failures. */
  run: (args: Arguments) => Promise<number>;
};

/** Wrong use: reported with the usage line, exit code 2. */
export class UsageError extends Error {}
