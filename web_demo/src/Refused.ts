/** What a person must be told: what was asked, what is true, and what to do. */
export class Refused extends Error {
  override readonly name = "Refused";
}
