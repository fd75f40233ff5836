import { choices, type Direction, type Way } from "../../run/Ways";
import { isKnown } from "../../text/sentence/LanguageCode";
import type { Found } from "../../worker/Messages";
import type { Offer } from "../engines/Offer";

/**
 * What a question is put to: a bundle, or two translators one after the other. `way`: of translators
 * that name their languages. `back`: what leads from the other language into this one.
 */
export interface Subject {
  readonly legs: readonly Found[];
  readonly way: Way | null;
  readonly back: Subject | null;
}

export const TRANSLATION = "translation";
export const CLASSIFICATION = "text-classification";

/** That of the bundle, where there is one. */
export function idOf(subject: Subject): string {
  return subject.legs.map((leg) => leg.name).join("+");
}

/** The way back, whose own way back this is. */
export function turned(subject: Subject): Subject | null {
  return subject.back && { ...subject.back, back: { ...subject, back: null } };
}

/** What a person reads where nothing better is known. */
export function names(subject: Subject): string {
  return subject.legs.map((leg) => leg.name).join(" + ");
}

/** What there is to choose among the bundles of a task. */
export function subjects(task: string, bundles: readonly Found[]): Subject[] {
  if (task !== TRANSLATION) return bundles.map((bundle) => single(bundle));
  const made = (way: Way): Subject => {
    const legs = way.legs.map((at) => bundles[at]!);
    return { legs, way: named(way.direction) ? way : null, back: null };
  };
  return choices(bundles.map(directionOf)).map(({ way, back }) => {
    return { ...made(way), back: back && made(back) };
  });
}

function single(bundle: Found): Subject {
  return { legs: [bundle], way: null, back: null };
}

function named(direction: Direction): boolean {
  return isKnown(direction.source) && isKnown(direction.target);
}

function directionOf(found: Found): Direction {
  return { source: found.facts?.source ?? null, target: found.facts?.target ?? null };
}

/** A subject or a way back by its id. */
export function found(subjects: readonly Subject[], id: string | null): Subject | null {
  const all = subjects.flatMap((subject) => [subject, turned(subject)]);
  return all.find((subject) => subject !== null && idOf(subject) === id) ?? null;
}

/** The first that can be read and run; the first where none can. */
export function firstOf(subjects: readonly Subject[]): Subject | null {
  return subjects.find((subject) => subject.legs.every(isWhole)) ?? subjects[0] ?? null;
}

function isWhole(leg: Found): boolean {
  return leg.problem === null && leg.facts?.runs === true;
}

/** The first of its bundles that has no program for ONNX Runtime, if that can be read. */
export function without(subject: Subject): Found | null {
  return subject.legs.find((leg) => leg.facts?.runs === false) ?? null;
}

/** The chosen engine where it works here, otherwise the first that does. */
export function usable(offers: readonly Offer[], chosen: Offer | null): Offer | null {
  const all = chosen ? [chosen, ...offers] : offers;
  return all.find((offer) => offer.why === null) ?? null;
}
