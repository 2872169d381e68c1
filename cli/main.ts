// The `zhangfa` command. Exit codes: 0 ok, 1 findings or failures, 2 wrong use.
import { parseArgs } from 'node:util';
import { type Command, UsageError } from './command.ts';
import { commands } from './commands.ts';

/** These go on where nobody reads what they say, and where the disk is full. */
const SERVERS = ['start', 'worker', 'api'];

async function main(argv: string[]): Promise<number> {
  const name = commandName(argv);
  for (const out of [process.stdout, process.stderr])
    out.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE' && !SERVERS.includes(name ?? '')) process.exit(0);
    });
  if (!name) {
    const wanted = argv.find((argument) => !argument.startsWith('-'));
    if (wanted) console.error(`There is no command "${wanted}".\n`);
    (wanted ? console.error : console.log)(await overview());
    return argv.length === 0 || wanted ? 2 : 0;
  }
  const command = await commands[name]!();
  try {
    const { values, positionals } = parse(command, argv.slice(name.split(' ').length));
    if (values.help) {
      console.log(`zhangfa ${command.usage}\n${command.summary}\n\n${command.help.trim()}`);
      return 0;
    }
    checkCount(command, positionals);
    return await command.run({ values, positionals });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\nUsage: zhangfa ${command.usage}\nMore: zhangfa ${name} --help`);
    return 2;
  }
}

/** Commands of two words (`orders import`) go before those of one. */
function commandName(argv: string[]): string | undefined {
  return [argv.slice(0, 2).join(' '), argv[0] ?? ''].find((name) => Object.hasOwn(commands, name));
}

function parse(command: Command, args: string[]) {
  try {
    const options = { help: { type: 'boolean', short: 'h' }, ...command.options } as const;
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function checkCount({ positionals = 0 }: Command, given: string[]): void {
  const [least, most] = typeof positionals === 'number' ? [positionals, positionals] : positionals;
  if (given.length < least) throw new UsageError('An argument is missing.');
  if (given.length > most) throw new UsageError(`Unexpected argument: ${given[most]}`);
}

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...all.map(({ usage }) => usage.length));
  const lines = all.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
  return ['Usage: zhangfa COMMAND …', '', ...lines, '', 'zhangfa COMMAND --help tells more.'].join('\n');
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(process.env.DEBUG ? error : (error as Error).message);
  process.exitCode = 1;
}
