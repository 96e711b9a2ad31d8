// Reads a manifest: read-manifest.js SETTINGS, a JSON text. Prints what it read as JSON, or the error.

import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ManifestError } from '../../../Documentation/crm/line';
import { folderSource, openManifest, remoteSource, type ManifestSource } from '../../../Documentation/crm/manifest';

interface Settings {
  readonly output: string;
  readonly after?: string;
  /** Reads through `remoteSource`. */
  readonly isRemote: boolean;
  /** Pointers that the first readings of `manifest.json` find, before the one that is there. */
  readonly pointers: readonly string[];
}

/** Reads each file by name, as a CRM on another host would. */
function remote(folder: string): ManifestSource {
  return remoteSource(async (name) => {
    try {
      readFileSync(join(folder, name));
    } catch {
      return undefined;
    }
    return createReadStream(join(folder, name));
  });
}

/** Notes the names that are opened, and puts other pointers in the place of the first ones. */
function watched(source: ManifestSource, settings: Settings, opened: string[]): ManifestSource {
  const pointers = [...settings.pointers];
  return {
    async open(name) {
      opened.push(name);
      const other = name === 'manifest.json' ? pointers.shift() : undefined;
      return source.open(other ?? name);
    },
  };
}

async function main(settings: Settings): Promise<void> {
  const opened: string[] = [];
  const source = settings.isRemote ? remote(settings.output) : folderSource(settings.output);
  try {
    const manifest = await openManifest(watched(source, settings, opened), settings.after);
    const lines: object[] = [];
    for await (const { lead, state, url } of manifest.lines()) lines.push({ lead, state, url });
    await manifest.close();
    const { build, isWhole } = manifest;
    process.stdout.write(JSON.stringify({ build, isWhole, lines, opened, error: null }));
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    process.stdout.write(JSON.stringify({ build: '', isWhole: false, lines: [], opened, error: error.message }));
  }
}

void main(JSON.parse(process.argv[2] ?? '') as Settings);
