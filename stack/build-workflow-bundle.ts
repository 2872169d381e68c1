// Writes dist/workflow-bundle.js for an installation without sources.
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { workflowBundle } from './workflow-bundle.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bundle = await workflowBundle(root);
mkdirSync(path.join(root, 'dist'), { recursive: true });
copyFileSync(bundle, path.join(root, 'dist', 'workflow-bundle.js'));
