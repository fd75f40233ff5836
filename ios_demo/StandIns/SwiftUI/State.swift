// Not Apple's SDK: see View.swift.

@propertyWrapper
public struct State<Value> {
    public init(wrappedValue value: Value) {}
    public init<Wrapped>() where Value == Wrapped? {}

    public var wrappedValue: Value {
        get { standIn() }
        nonmutating set {}
    }

    public var projectedValue: Binding<Value> { standIn() }
}

extension State where Value: ExpressibleByNilLiteral {
    public init() {}
}

@propertyWrapper
public struct Binding<Value> {
    @preconcurrency public init(
        get: @escaping @isolated(any) @Sendable () -> Value,
        set: @escaping @isolated(any) @Sendable (Value) -> Void
    ) {}

    public var wrappedValue: Value {
        get { standIn() }
        nonmutating set {}
    }

    public var projectedValue: Binding<Value> { self }
}

@propertyWrapper
public struct FocusState<Value: Hashable> {
    public init() where Value == Bool {}

    public var wrappedValue: Value {
        get { standIn() }
        nonmutating set {}
    }

    public var projectedValue: Binding { standIn() }

    public struct Binding {}
}

@propertyWrapper
public struct Environment<Value> {
    public init(_ keyPath: KeyPath<EnvironmentValues, Value>) {}
    public var wrappedValue: Value { standIn() }
}

public struct EnvironmentValues {
    public var scenePhase: ScenePhase { standIn() }
}
