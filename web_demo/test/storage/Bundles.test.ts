import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Bundles, type Fetching } from "../../src/storage/Bundles";
import { CutOff } from "../../src/storage/CutOff";
import { WrongFile } from "../../src/storage/Fetched";
import type { SiteFile } from "../../src/storage/Site";
import { MemoryFiles } from "./MemoryFiles";

const digest = async (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const contents: Record<string, string> = {
  "a/one": "1234",
  "a/two": "22",
  "b/two": "22",
  "b/x": "x",
};
const asked: string[] = [];
let broken = "";
let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer((request, answer) => {
    const path = (request.url ?? "").slice(1);
    asked.push(path);
    const text = contents[path] ?? "";
    if (path === broken) {
      answer.writeHead(200, { "content-length": text.length });
      answer.write(text.slice(0, 1), () => answer.destroy());
    } else answer.writeHead(path in contents ? 200 : 404).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => server.close());

beforeEach(() => {
  asked.length = 0;
  broken = "";
});

function file(bundle: string, path: string): SiteFile {
  const text = contents[`${bundle}/${path}`] ?? "";
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { path, bytes: text.length, sha256 };
}

function made(files = new MemoryFiles()): { bundles: Bundles; files: MemoryFiles } {
  const site = {
    bundles: [
      { name: "a", path: "a/", files: [file("a", "one"), file("a", "two")] },
      { name: "b", path: "b/", files: [file("b", "two"), file("b", "x")] },
    ],
    run: null,
  };
  return { bundles: new Bundles(site, base, files, digest), files };
}

test("a bundle is fetched once, with progress, and not a second time", async () => {
  const { bundles, files } = made();
  const a = bundles.named("a")!;
  const heard: Fetching[] = [];
  await bundles.fetch(a, (fetching) => heard.push(fetching));
  expect(asked).toEqual(["a/one", "a/two"]);
  expect(heard.at(-1)).toEqual({ bundle: "a", bytes: 6, of: 6 });
  await made(files).bundles.fetch(a, () => {});
  expect(asked).toHaveLength(2);
  expect(new TextDecoder().decode(await bundles.bytes(a, a.files[0]!))).toBe("1234");
});

test("a file that two bundles have is kept once, and stays while one of them does", async () => {
  const { bundles, files } = made();
  await bundles.fetch(bundles.named("a")!, () => {});
  await bundles.fetch(bundles.named("b")!, () => {});
  expect(asked).toEqual(["a/one", "a/two", "b/x"]);
  await bundles.forget("a");
  expect(files.kept.size).toBe(2);
  expect(await bundles.kept()).toEqual({
    bundles: [
      { name: "a", bytes: 2, of: 6 },
      { name: "b", bytes: 3, of: 3 },
    ],
    other: 0,
  });
});

test("what no bundle of the site lists is told apart, and can be deleted", async () => {
  const { bundles, files } = made();
  await files.put("f".repeat(64), new Uint8Array(9));
  expect((await bundles.kept()).other).toBe(9);
  await bundles.forgetOthers();
  expect(files.kept.size).toBe(0);
});

test("a wrong file is refused and not kept", async () => {
  const { bundles, files } = made();
  const a = bundles.named("a")!;
  const wrong = { ...a.files[0]!, sha256: "0".repeat(64) };
  await expect(bundles.bytes(a, wrong)).rejects.toThrow(WrongFile);
  await expect(bundles.bytes(a, wrong)).rejects.toThrow(
    /one arrived with the sha256 .* the site says 000/,
  );
  expect(files.kept.size).toBe(0);
});

test("a file with more bytes than the site says is not read to its end", async () => {
  const { bundles } = made();
  const a = bundles.named("a")!;
  await expect(bundles.bytes(a, { ...a.files[0]!, bytes: 2 })).rejects.toThrow(WrongFile);
});

test("a connection that breaks keeps what came whole, and fetches the rest the next time", async () => {
  const { bundles, files } = made();
  const a = bundles.named("a")!;
  broken = "a/two";
  const failed = bundles.fetch(a, () => {});
  await expect(failed).rejects.toThrow(CutOff);
  await expect(failed).rejects.toThrow("two broke off after 1 of 2 bytes");
  expect([...files.kept.keys()]).toEqual([a.files[0]!.sha256]);
  broken = "";
  asked.length = 0;
  await bundles.fetch(a, () => {});
  expect(asked).toEqual(["a/two"]);
});

test("a file that is not there is a connection that does not serve it", async () => {
  const { bundles } = made();
  const a = bundles.named("a")!;
  const gone = { ...a.files[0]!, path: "gone", sha256: "1".repeat(64) };
  await expect(bundles.bytes(a, gone)).rejects.toThrow("/a/gone was answered with 404");
});

test("what finds no place is held in memory, and said so", async () => {
  const { bundles, files } = made();
  files.full = true;
  const a = bundles.named("a")!;
  await bundles.fetch(a, () => {});
  expect([...bundles.unkept]).toEqual(["a"]);
  asked.length = 0;
  expect(await bundles.bytes(a, a.files[1]!)).toHaveLength(2);
  expect(asked).toEqual([]);
});

test("a stopped fetch ends as one that was stopped", async () => {
  const { bundles } = made();
  const stop = new AbortController();
  stop.abort();
  const failed = bundles.fetch(bundles.named("a")!, () => {}, stop.signal);
  await expect(failed).rejects.toMatchObject({ name: "AbortError" });
});
