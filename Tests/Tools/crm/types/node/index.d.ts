// The few declarations of Node that the CRM's modules and their tests use, for machines without those of Debian.

interface Buffer extends Uint8Array {
  toString(encoding?: 'utf8' | 'hex' | 'base64'): string;
  subarray(start?: number, end?: number): Buffer;
  writeUIntBE(value: number, offset: number, byteLength: number): number;
}

declare const Buffer: {
  from(text: string, encoding?: 'utf8' | 'hex' | 'base64'): Buffer;
  from(bytes: Uint8Array | ArrayBuffer): Buffer;
  alloc(size: number): Buffer;
  concat(parts: readonly Uint8Array[]): Buffer;
};

declare class TextDecoder {
  constructor(encoding: 'utf-8', options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}

declare class URL {
  constructor(address: string, base?: string);
  protocol: string;
  host: string;
  pathname: string;
  search: string;
  readonly searchParams: Iterable<[string, string]>;
}

declare namespace NodeJS {
  interface Timeout {
    unref(): void;
  }
}

declare function setTimeout(run: () => void, milliseconds: number): NodeJS.Timeout;
declare function clearTimeout(timer: NodeJS.Timeout): void;

declare const process: {
  readonly argv: string[];
  readonly pid: number;
  readonly env: Record<string, string | undefined>;
  readonly stdout: { write(text: string): boolean };
  readonly stdin: AsyncIterable<Buffer>;
  exit(code?: number): never;
  kill(pid: number, signal: string): void;
};

declare module 'node:crypto' {
  interface Hash {
    update(bytes: Uint8Array): Hash;
    digest(): Buffer;
    digest(encoding: 'hex'): string;
  }
  function createHash(algorithm: 'sha256'): Hash;
  function createHmac(algorithm: 'sha256', key: Uint8Array): Hash;
  function hkdfSync(
    digest: 'sha256', key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number,
  ): ArrayBuffer;
  function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}

declare module 'node:fs' {
  function existsSync(path: string): boolean;
  function createReadStream(path: string): AsyncIterable<Buffer>;
  function readFileSync(path: string): Buffer;
  function writeFileSync(path: string, text: string, options?: { flag: string }): void;
}

declare module 'node:fs/promises' {
  interface FileHandle {
    read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
    writeFile(bytes: Uint8Array): Promise<void>;
    close(): Promise<void>;
  }
  function open(path: string, flags: string, mode?: number): Promise<FileHandle>;
  function mkdtemp(prefix: string): Promise<string>;
  function rmdir(path: string): Promise<void>;
  function unlink(path: string): Promise<void>;
}

declare module 'node:os' {
  function tmpdir(): string;
}

declare module 'node:path' {
  function join(...parts: string[]): string;
}

declare module 'node:net' {
  interface Socket {
    on(event: 'connect', listener: () => void): this;
    destroy(): void;
    write(text: string): boolean;
  }
  interface AddressInfo {
    port: number;
  }
}

declare module 'node:http' {
  import type { AddressInfo, Socket } from 'node:net';
  interface IncomingMessage {
    readonly method?: string;
    readonly url?: string;
    readonly headers: Record<string, string | string[] | undefined>;
    readonly statusCode?: number;
    readonly socket: Socket;
    on(event: 'data', listener: (chunk: Buffer) => void): this;
    on(event: 'end' | 'close', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }
  interface ServerResponse {
    writeHead(status: number, headers: Record<string, string | number>): this;
    write(text: string): boolean;
    end(text?: string): void;
  }
  interface ClientRequest {
    on(event: 'socket', listener: (socket: Socket) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'response', listener: (response: IncomingMessage) => void): this;
    destroy(): this;
    end(body?: string): void;
  }
  interface Server {
    listen(port: number, host: string, listener: () => void): this;
    address(): AddressInfo | string | null;
  }
  function createServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Server;
  function request(address: URL, options: RequestOptions): ClientRequest;
  interface RequestOptions {
    method?: string;
    headers?: Readonly<Record<string, string>>;
    agent?: false;
  }
}

declare module 'node:https' {
  import type { ClientRequest, RequestOptions } from 'node:http';
  function request(address: URL, options: RequestOptions): ClientRequest;
}
