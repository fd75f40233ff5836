// Not Apple's SDK. The names and signatures of Swift Charts that this package uses, as Apple's documentation
// has them, so that its sources are type-checked where there is no Mac. Nothing here does anything.

@_exported import SwiftUI

func standIn() -> Never { fatalError("this is not Swift Charts") }

@MainActor @preconcurrency
public protocol ChartContent {}

public protocol Plottable {}
extension Double: Plottable {}
extension Int: Plottable {}
extension String: Plottable {}

public struct PlottableValue<Value: Plottable> {
    public static func value<S: StringProtocol>(_ label: S, _ value: Value) -> PlottableValue<Value> {
        standIn()
    }
}

public struct TupleContent<T>: ChartContent {
    nonisolated init() {}
}

@resultBuilder
public struct ChartContentBuilder {
    public static func buildExpression<Content: ChartContent>(_ content: Content) -> Content { content }
    public static func buildBlock<Content: ChartContent>(_ content: Content) -> Content { content }
    public static func buildBlock<each Content: ChartContent>(_ content: repeat each Content)
        -> TupleContent<(repeat each Content)>
    { TupleContent() }
}

public struct Chart<Content: ChartContent>: View {
    nonisolated public init(@ChartContentBuilder content: () -> Content) {}
    public var body: some View { EmptyView() }
}

extension ForEach: ChartContent where Content: ChartContent {
    nonisolated public init(
        _ data: Data, id: KeyPath<Data.Element, ID>,
        @ChartContentBuilder content: @escaping (Data.Element) -> Content
    ) { standIn() }
}

public struct PointMark: ChartContent {
    nonisolated public init<X: Plottable, Y: Plottable>(x: PlottableValue<X>, y: PlottableValue<Y>) {}
}

public struct RuleMark: ChartContent {
    nonisolated public init<X: Plottable, Y: Plottable>(
        x: PlottableValue<X>, yStart: PlottableValue<Y>, yEnd: PlottableValue<Y>
    ) {}
}

extension ChartContent {
    nonisolated public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some ChartContent {
        PointMarkStandIn()
    }
    nonisolated public func symbolSize(_ size: CGFloat) -> some ChartContent { PointMarkStandIn() }
}

struct PointMarkStandIn: ChartContent {
    nonisolated init() {}
}

public protocol ScaleDomain {}
extension ClosedRange: ScaleDomain where Bound: Plottable {}

public enum Visibility: Sendable {
    case automatic, visible, hidden
}

extension View {
    nonisolated public func chartXScale<Domain: ScaleDomain>(domain: Domain) -> some View { EmptyView() }
    nonisolated public func chartYScale<Domain: ScaleDomain>(domain: Domain) -> some View { EmptyView() }
    nonisolated public func chartYAxis(_ visibility: Visibility) -> some View { EmptyView() }
}
