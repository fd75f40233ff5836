import type { Answered, Asked } from "./Worker";

/** Opens a bundle in a worker of its own; what comes back asks it a text. */
async function opened(
  open: string,
  paths: readonly string[],
): Promise<(text: string) => Promise<Answered | null>> {
  const worker = new Worker(new URL("./Worker.ts", import.meta.url), { type: "module" });
  const said = (asked: Asked) =>
    new Promise<Answered | null>((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        "failed" in data ? reject(new Error(data.failed)) : resolve(data.done);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(asked);
    });
  await said({ open, paths });
  return (text) => said({ text });
}

Object.assign(window, { opened });
