import Mobilec
import Foundation

/// A subject as a person chooses it.
public struct SubjectChoice: Sendable, Equatable, Identifiable {
    public let subject: Subject
    /// Said one after the other.
    public let title: [Said]

    public var id: String { subject.id }
}

/// What can be chosen, in words: one for each way and its way back, of which the chosen one stands. `spoken`:
/// language of the names.
public func titled(_ subjects: [Subject], chosen: Subject?, spoken: Locale) -> [SubjectChoice] {
    let shown = subjects.map { subject in
        if let chosen, subject.turned?.id == chosen.id { chosen } else { subject }
    }
    let titles = shown.map { languages(of: $0, spoken: spoken) }
    return zip(shown, titles).map { subject, title in
        let several = titles.filter { $0 == title }.count > 1
        return SubjectChoice(
            subject: subject, title: several ? [title, .words(subject.names)] : [title])
    }
}

/// Its languages, where they are known, by their names.
public func languages(of subject: Subject, spoken: Locale) -> Said {
    guard let way = subject.way else { return .words(subject.names) }
    func name(_ code: String?) -> String {
        guard let code, let tag = languageTag(code) else { return code ?? "" }
        return spoken.localizedString(forLanguageCode: tag) ?? tag
    }
    let (from, to) = (name(way.direction.source), name(way.direction.target))
    guard let through = way.through else { return .filled(.way, [from, to]) }
    return .filled(.wayThrough, [from, to, name(through)])
}
