// The workflow bundle holds the core and the shell, not what checks schemas or reads XML at the rim.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packageRoot } from '../../stack/root.ts';
import { workflowBundle } from '../../stack/workflow-bundle.ts';

test('no zod and no XML parser in the workflow bundle', async () => {
  const code = readFileSync(await workflowBundle(packageRoot), 'utf8');
  expect(code).toContain('caseHost');
  for (const foreign of ['ZodError', 'bpmn-moddle', 'saxen', 'node_modules/postgres/'])
    expect(code.includes(foreign), foreign).toBe(false);
}, 60_000);
