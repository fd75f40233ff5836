/// Words of the app, which are said in the person's language, or of something below, which are not.
public enum Said: Equatable, Sendable {
    case phrase(Phrase)
    /// With its places filled, in their order.
    case filled(Phrase, [String])
    /// With its only place filled, which also chooses between one and many.
    case counted(Phrase, Int)
    case words(String)
    /// One below the other.
    case paragraphs([Said])
}
