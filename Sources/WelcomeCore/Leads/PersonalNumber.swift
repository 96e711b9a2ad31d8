/// The ИИН, Kazakhstan's number of a person, which stands beside phones in every CRM and has as many digits as some.
enum PersonalNumber {
    /// Whether `digits` are an ИИН: 12 digits of which the first six are a day of birth (YYMMDD), the next says century and
    /// sex, and the last is a check digit.
    static func isValid(_ digits: [UInt8]) -> Bool {
        guard digits.count == 12 else { return false }
        let values = digits.map { Int($0 & 15) }
        guard (1...12).contains(values[2] * 10 + values[3]), (1...31).contains(values[4] * 10 + values[5]),
            values[6] <= 6
        else { return false }
        let check = remainder(of: values, firstWeight: 1)
        return (check < 10 ? check : remainder(of: values, firstWeight: 3)) == values[11]
    }

    /// The sum of eleven digits, each with a weight from 1 to 11 that grows in a circle, modulo 11.
    private static func remainder(of values: [Int], firstWeight: Int) -> Int {
        (0..<11).reduce(0) { $0 + values[$1] * (($1 + firstWeight - 1) % 11 + 1) } % 11
    }
}
