// A data folder for one test file, reachable for the user that runs Postgres.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-stack-'));
  chmodSync(folder, 0o755);
  return folder;
}
