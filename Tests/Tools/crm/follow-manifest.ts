// Keeps a table of pages as a CRM does, while builds go on: follow-manifest.js OUTPUT.
//
// Writes a line after the first reading, and when standard input ends, the table and what went wrong, as JSON.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { folderSource, openManifest } from '../../../Documentation/crm/manifest';

async function main(output: string): Promise<void> {
  const table: Record<string, string> = {};
  let readings = 0;
  let missingPages = 0;
  let build: string | undefined;
  let hasEnded = false;
  void (async () => {
    for await (const _ of process.stdin) continue;
    hasEnded = true;
  })();
  for (let isLast = false; !isLast;) {
    isLast = hasEnded;
    const manifest = await openManifest(folderSource(output), build, 50);
    for await (const { lead, page, state } of manifest.lines()) {
      table[lead] = `${state} ${page?.sha256 ?? ''}`;
      if (page && !existsSync(join(output, 'site', page.file))) missingPages += 1;
    }
    await manifest.close();
    build = manifest.build;
    readings += 1;
    if (readings === 1) process.stdout.write('ready\n');
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 1);
    });
  }
  process.stdout.write(JSON.stringify({ table, readings, missingPages, build }));
}

void main(process.argv[2] ?? '');
