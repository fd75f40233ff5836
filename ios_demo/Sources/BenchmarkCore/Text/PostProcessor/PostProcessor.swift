/// What stands around the ids of one text.
struct PostProcessor: Sendable, Equatable {
    var before: [Int] = []
    var after: [Int] = []

    func around(_ ids: [Int]) -> [Int] { before + ids + after }

    /// This one, and then another around it.
    func inside(_ outer: PostProcessor) -> PostProcessor {
        PostProcessor(before: outer.before + before, after: after + outer.after)
    }
}
