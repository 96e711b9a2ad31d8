/// A value of many parts behind one reference: a copy counts once, whatever the parts are.
///
/// Leads and records change hands a dozen times in a build. As plain structs they would count every text and list in them
/// each time, which costs more than rendering. A change copies the value where it is shared, as in an array, which does it.
package struct Shared<Value: Sendable>: Sendable {
    private var storage: [Value]

    package init(_ value: Value) {
        storage = [value]
    }

    /// The value, in place.
    package var value: Value {
        _read { yield storage[0] }
        _modify { yield &storage[0] }
    }
}

extension Shared: Equatable where Value: Equatable {}
extension Shared: Hashable where Value: Hashable {}
