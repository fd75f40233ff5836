/** The network, or the computer at its other end, did not answer. */
export class CutOff extends Error {
  override readonly name = "CutOff";
}
