#!/usr/bin/env node
import { generateClient, installPackages, requireNode, root } from './install.mjs';

requireNode();
const typedIn = process.cwd();
process.chdir(root);
installPackages();
const { register } = await import('tsx/esm/api');
register();
generateClient();
process.env.LOG_LEVEL ??= 'warn';
const { plumbline } = await import('./plumbline.ts');
process.exitCode = await plumbline(process.argv.slice(2), typedIn);
