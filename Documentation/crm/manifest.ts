// Reads the manifest: the pointer, then the files it names, each verified before a line of it is given out.

import { createHash } from 'node:crypto';
import { mkdtemp, open, rmdir, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ManifestError, parseLine, parsePointer, type ManifestFile, type ManifestLine, type Pointer } from './line';

/** Where the manifest lies. */
export interface ManifestSource {
  /** Opens a file by its bare name; `undefined` when there is none. */
  open(name: string): Promise<OpenFile | undefined>;
}

/** A file that can be read from its beginning as often as needed, and stays readable when its name goes away. */
export interface OpenFile {
  bytes(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** The output folder of `welcome`, or a copy of it. */
export function folderSource(folder: string): ManifestSource {
  return {
    async open(name) {
      try {
        return openFile(await open(join(folder, name), 'r'));
      } catch (error) {
        if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

/**
 * Files from elsewhere, such as HTTPS: `read` gives the bytes of a name, or `undefined` when there is none (404).
 *
 * Each file is first copied into a temporary one that has no name any more, so nobody else can read or change it.
 */
export function remoteSource(read: (name: string) => Promise<AsyncIterable<Uint8Array> | undefined>): ManifestSource {
  return {
    async open(name) {
      const bytes = await read(name);
      if (!bytes) return undefined;
      const folder = await mkdtemp(join(tmpdir(), 'welcome-'));
      const path = join(folder, 'file');
      const handle = await open(path, 'wx+', 0o600);
      try {
        await unlink(path);
        await rmdir(folder);
        for await (const chunk of bytes) await handle.writeFile(chunk);
      } catch (error) {
        await handle.close();
        throw error;
      }
      return openFile(handle);
    },
  };
}

/** Pages as of one build: every one, or those that followed a build which was read before. */
export interface Manifest {
  /** What to remember, once every line has been dealt with. */
  readonly build: string;
  /** False when `lines` gives only what follows the remembered build. */
  readonly isWhole: boolean;
  /** The lines that hold, one for each tenant, lead and slot, read as they are asked for. */
  lines(): AsyncIterable<ManifestLine>;
  close(): Promise<void>;
}

/**
 * Opens and verifies what follows the build `after`; everything, where that is unknown or no longer named.
 *
 * All files are open and verified before a line is given out, so a build that comes later takes none of them away. A
 * pointer that changes meanwhile, or names a file that is gone, makes it start over with the new pointer.
 */
export async function openManifest(source: ManifestSource, after?: string, attempts = 5): Promise<Manifest> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const pointer = await readPointer(source);
    if (!pointer) continue;
    const files = await openFiles(source, following(pointer, after));
    if (!files) continue;
    try {
      const places = await verify(files);
      if ((await readPointer(source))?.build === pointer.build) {
        return {
          build: pointer.build,
          isWhole: files[0]?.entry.kind === 'full',
          lines: () => newestLines(files, places),
          close: () => close(files),
        };
      }
    } catch (error) {
      await close(files);
      throw error;
    }
    await close(files);
  }
  throw new ManifestError(`manifest.json: missing, or changed at each of ${attempts} attempts`);
}

interface Part {
  readonly entry: ManifestFile;
  readonly file: OpenFile;
}

function following(pointer: Pointer, after: string | undefined): readonly ManifestFile[] {
  if (pointer.build === after) return [];
  return pointer.files.slice(pointer.files.findIndex((file) => file.build === after) + 1);
}

async function readPointer(source: ManifestSource): Promise<Pointer | undefined> {
  const file = await source.open('manifest.json');
  if (!file) return undefined;
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.bytes()) chunks.push(Buffer.from(chunk));
    return parsePointer(decode(Buffer.concat(chunks), 'manifest.json'));
  } finally {
    await file.close();
  }
}

/** Opens every file, or none when one is gone. */
async function openFiles(source: ManifestSource, entries: readonly ManifestFile[]): Promise<Part[] | undefined> {
  const parts: Part[] = [];
  try {
    for (const entry of entries) {
      const file = await source.open(entry.file);
      if (!file) {
        await close(parts);
        return undefined;
      }
      parts.push({ entry, file });
    }
    return parts;
  } catch (error) {
    await close(parts);
    throw error;
  }
}

async function close(parts: readonly Part[]): Promise<void> {
  for (const { file } of parts) await file.close();
}

/**
 * Compares hashes and counts, and notes for each page that a delta speaks of which file has its last line.
 *
 * Only identities of deltas are kept in memory; a full file of a million lines costs none.
 */
async function verify(parts: readonly Part[]): Promise<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  for (const [index, { entry, file }] of parts.entries()) {
    const hash = createHash('sha256');
    let lines = 0;
    let end = 10;
    for await (const chunk of file.bytes()) {
      hash.update(chunk);
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
      end = chunk[chunk.length - 1] ?? end;
    }
    if (hash.digest('hex') !== entry.sha256) {
      throw new ManifestError(`${entry.file}: another sha256 than the pointer's`);
    }
    if (lines !== entry.lines || end !== 10) {
      throw new ManifestError(`${entry.file}: another number of lines than the pointer's`);
    }
    if (entry.kind === 'full') continue;
    for await (const line of parsedLines(parts[index] as Part)) last.set(identity(line), index);
  }
  return last;
}

async function* newestLines(parts: readonly Part[], last: ReadonlyMap<string, number>): AsyncGenerator<ManifestLine> {
  for (const [index, part] of parts.entries()) {
    for await (const line of parsedLines(part)) {
      if ((last.get(identity(line)) ?? index) === index) yield line;
    }
  }
}

function identity(line: ManifestLine): string {
  return JSON.stringify([line.tenant, line.lead, line.slot]);
}

async function* parsedLines({ entry, file }: Part): AsyncGenerator<ManifestLine> {
  let number = 0;
  let rest: Uint8Array[] = [];
  for await (const chunk of file.bytes()) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      number += 1;
      const place = `${entry.file}:${number}`;
      yield parseLine(decode(Buffer.concat([...rest, chunk.subarray(start, end)]), place), place);
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(Buffer.from(chunk.subarray(start)));
  }
}

function decode(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ManifestError(`${place}: not UTF-8`);
  }
}

function openFile(handle: FileHandle): OpenFile {
  return {
    async *bytes() {
      const buffer = Buffer.alloc(1 << 16);
      for (let position = 0; ;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    close: () => handle.close(),
  };
}
