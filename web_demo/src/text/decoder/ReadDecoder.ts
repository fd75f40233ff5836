import type { Json } from "../../json/Fields";
import { booleanOr, codeOf, type Kinds, typed } from "../json/Component";
import { readReplace } from "../normalizer/ReadNormalizer";
import { readByteLevel, readMetaspace } from "../pretokenizer/ReadPreTokenizer";
import {
  bpeDecoder,
  byteFallback,
  chain,
  fuse,
  strip,
  type TokenDecoder,
  wordPieceDecoder,
} from "./TokenDecoder";

/** The decoders of tokenizer.json by their names there. */
const KINDS: Kinds<TokenDecoder> = {
  Sequence: (it) => chain(it.list("decoders", readDecoder)),
  BPEDecoder: (it) => bpeDecoder(it.text("suffix")),
  ByteFallback: () => byteFallback,
  ByteLevel: (it) => {
    const bytes = readByteLevel(it);
    return (tokens) => bytes.decode(tokens);
  },
  Fuse: () => fuse,
  Metaspace: (it) => {
    const spaces = readMetaspace(it);
    return (tokens) => spaces.decode(tokens);
  },
  Replace: (it) => {
    const replace = readReplace(it);
    return (tokens) => tokens.map((token) => replace.normalize(token));
  },
  Strip: (it) =>
    strip(String.fromCodePoint(codeOf(it, "content")), it.int("start"), it.int("stop")),
  WordPiece: (it) => wordPieceDecoder(it.text("prefix"), booleanOr(it, "cleanup", true)),
};

export function readDecoder(element: Json, where: string): TokenDecoder {
  return typed(element, where, "decoder", KINDS);
}
