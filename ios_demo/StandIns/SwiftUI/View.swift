// Not Apple's SDK. The names and signatures of SwiftUI that this package uses, as Apple's documentation has
// them, so that its sources are type-checked where there is no Mac. Nothing here does anything, and what
// SwiftUI returns as an opaque view is one here too.

@_exported import Foundation
@_exported import Observation

func standIn() -> Never { fatalError("this is not SwiftUI") }

@MainActor @preconcurrency
public protocol View {
    associatedtype Body: View
    @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}

extension Never: View {
    public typealias Body = Never
    public var body: Never { standIn() }
}

/// A view that SwiftUI draws itself.
public protocol Primitive: View where Body == Never {}

extension Primitive {
    public var body: Never { standIn() }
}

public struct EmptyView: Primitive, Sendable {
    nonisolated public init() {}
}

public struct TupleView<T>: Primitive {
    nonisolated init() {}
}

public struct ConditionalContent<T, F>: Primitive {
    nonisolated init() {}
}

extension Optional: View where Wrapped: View {
    public typealias Body = Never
    public var body: Never { standIn() }
}

@resultBuilder
public struct ViewBuilder {
    public static func buildExpression<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock<each Content: View>(_ content: repeat each Content)
        -> TupleView<(repeat each Content)>
    { TupleView() }
    public static func buildIf<Content: View>(_ content: Content?) -> Content? { content }
    public static func buildEither<T: View, F: View>(first: T) -> ConditionalContent<T, F> {
        ConditionalContent()
    }
    public static func buildEither<T: View, F: View>(second: F) -> ConditionalContent<T, F> {
        ConditionalContent()
    }
}

@MainActor @preconcurrency
public protocol App {
    associatedtype Body: Scene
    @SceneBuilder @MainActor @preconcurrency var body: Body { get }
    @MainActor @preconcurrency init()
}

extension App {
    @MainActor @preconcurrency public static func main() { standIn() }
}

@MainActor @preconcurrency
public protocol Scene {}

@resultBuilder
public struct SceneBuilder {
    public static func buildBlock<Content: Scene>(_ content: Content) -> Content { content }
}

public struct WindowGroup<Content: View>: Scene {
    nonisolated public init(@ViewBuilder content: () -> Content) {}
}

public enum ScenePhase: Sendable {
    case background, inactive, active
}
