/// The sentences of one line, each with the spaces after it: together they are the text again.
///
/// A few rules, the same on every phone, where the system's own depend on the version of ICU, cut after
/// "Dr." and cut "U.S. army". `language`: any form of a code; nil reads as English. Python finds sentences
/// with sentencex, whose rules are far more; how often the two agree says SentencesTests.
public func sentences(in text: String, language: String?) -> [String] {
    let line = Line(text)
    let rules = Language.of(language)
    let enclosures = Enclosures(line)
    var found: [String] = []
    var start = 0
    var at = 0
    while at < line.count {
        let run = line.terminators(from: at)
        if run == at {
            at += 1
            continue
        }
        let close = enclosures.closedAfter(run)
        let end = line.spaces(from: close)
        let signs = Signs(first: at, last: run, close: close, next: end)
        if end < line.count, end > start, !enclosures.hold(run), signs.end(line, rules) {
            found.append(line.text(start..<end))
            start = end
            at = max(run, end)
        } else {
            at = run
        }
    }
    if start < line.count { found.append(line.text(start..<line.count)) }
    return found
}

/// Signs that may end a sentence, from `first` to `last`; quotes close up to `close`, spaces end at `next`.
private struct Signs {
    let first: Int
    let last: Int
    let close: Int
    let next: Int

    func end(_ line: Line, _ rules: Language) -> Bool {
        if Line.withoutSpace.contains(line[last - 1]) { return true }
        if next == close { return close == last && beginsWithoutSpace(line, last) }
        let hasPaused = last - first > 1 || line[first] == "…" || close > last
        if rules.smallLettersGoOn || hasPaused, goesOn(line) { return false }
        let isOneDot = last - first == 1 && line[first] == "."
        return !(isOneDot && rules.goesOn(afterDot: line, before: first, after: next))
    }

    /// Whether a small letter or a figure comes next, whatever signs stand before it.
    private func goesOn(_ line: Line) -> Bool {
        guard let first = line[next...].first(where: Line.isLetterOrDigit) else { return false }
        return ("a"..."z").contains(first) || ("0"..."9").contains(first)
    }
}
