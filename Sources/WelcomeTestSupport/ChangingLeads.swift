package import WelcomeCore

/// Leads before and after a day on which everything happens that can happen to a lead, as CSV for a theme `base`.
package enum ChangingLeads {
    private static let header = "id,theme,name,phone,created_at,expires_on,revoked,images\n"

    /// The day on which all were made.
    package static let date = "2026-10-01T00:00:00Z"

    /// Six leads: 1 stays, 2 is renamed, 3 is revoked, 4 expires, 5 leaves the source; row 6 is no good.
    package static let before =
        header + """
            1,base,Анна,+77011234561,\(date),,,
            2,base,Олег,+77011234562,\(date),,,
            3,base,Вера,+77011234563,\(date),,,
            4,base,Иван,+77011234564,\(date),2026-10-20,,
            5,base,Дана,+77011234565,\(date),,,
            6,none,,,,,,

            """

    /// Lead 2's new name has as many bytes as its old one; 7 is new and has no picture.
    package static let after =
        header + """
            1,base,Анна,+77011234561,\(date),,,
            2,base,Игор,+77011234562,\(date),,,
            3,base,Вера,+77011234563,\(date),,true,
            4,base,Иван,+77011234564,\(date),2026-10-20,,
            7,base,Алия,+77011234567,\(date),,,"[]"

            """

    /// The leads whose pages go whatever a manifest says.
    package static let revoked: Set<String> = ["3"]

    /// What may stand in no message: names and the digits that phones have in common.
    package static let secrets = ["Анна", "Олег", "Игор", "Вера", "Иван", "Дана", "Алия", "701123456"]

    /// When `before` is built.
    package static let firstDay = Timestamp(secondsSinceEpoch: 1_791_201_600)
    /// When `after` is built: lead 4's link has ended.
    package static let secondDay = Timestamp(secondsSinceEpoch: firstDay.secondsSinceEpoch + 30 * 86_400)
    /// When a build is repeated that did not come to its end on the second day.
    package static let anHourLater = Timestamp(secondsSinceEpoch: secondDay.secondsSinceEpoch + 3600)

    /// A moment as `--now` takes it, some hours after another.
    package static func text(_ moment: Timestamp, hours: Int64 = 0) -> String {
        Timestamp(secondsSinceEpoch: moment.secondsSinceEpoch + hours * 3600).iso
    }
}
