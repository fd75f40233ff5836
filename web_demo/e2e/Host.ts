import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { extname, join, normalize } from "node:path";

/** What a test does in the place of a file: true where it answered. */
export type Instead = (path: string, asked: IncomingMessage, answer: ServerResponse) => boolean;

const KINDS: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

const ISOLATING = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Serves a folder, and fails as a test wants it to. */
export class Host {
  /** How often each path was asked for. */
  readonly asked = new Map<string, number>();
  isolates = true;
  private instead: Instead = () => false;
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private port = 0;

  constructor(private readonly folder: string) {}

  get address(): string {
    return `http://localhost:${this.port}/`;
  }

  /** Bytes of a file. */
  size(path: string): number {
    return statSync(join(this.folder, path)).size;
  }

  /** Begins at the port of before, where there was one. */
  async open(): Promise<void> {
    const server = createServer((asked, answer) => void this.answer(asked, answer));
    server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Ends at once, with all connections. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    const { server } = this;
    this.server = null;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Asks `instead` before a file is given; what was asked for is counted anew. */
  reset(instead: Instead = () => false): void {
    this.instead = instead;
    this.asked.clear();
  }

  private async answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(asked.url ?? "/", this.address).pathname).slice(1);
    this.asked.set(path, (this.asked.get(path) ?? 0) + 1);
    if (this.isolates) {
      for (const [name, value] of Object.entries(ISOLATING)) answer.setHeader(name, value);
    }
    answer.setHeader("cache-control", "no-store");
    if (this.instead(path, asked, answer)) return;
    const file = normalize(path === "" ? "index.html" : path);
    const bytes = file.startsWith("..") ? null : await read(join(this.folder, file));
    if (bytes === null) answer.writeHead(404).end();
    else {
      answer.writeHead(200, { "content-type": KINDS[extname(file)] ?? "application/octet-stream" });
      answer.end(bytes);
    }
  }
}

function read(file: string): Promise<Buffer | null> {
  return readFile(file).catch(() => null);
}
