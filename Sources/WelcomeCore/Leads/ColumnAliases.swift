/// The names that exports of CRMs and tables of shops have for our columns; `Documentation/FORMATS.md` lists them too.
///
/// Only names that cannot mean anything else are here. `note` has none: what a CRM calls a comment was written for its
/// staff, and the page would show it to the lead.
enum ColumnAliases {
    /// The names by column, as ``ColumnNames/folded(_:)`` writes them.
    static let names: [(column: LeadColumn, names: [String])] = [
        (
            .id,
            [
                "lead_id", "leadid", "id_lead", "deal_id", "contact_id", "record_id", "record_id_contact", "ид",
                "идентификатор", "id_лида", "ид_лида", "id_сделки", "ид_сделки", "id_контакта", "ид_контакта",
                "id_клиента", "сәйкестендіргіш",
            ]
        ),
        (
            .phone,
            [
                "phone_number", "phonenumber", "telephone", "tel", "mobile", "mobile_phone", "mobile_number",
                "mobile_phone_number", "cell_phone", "work_phone", "contact_phone", "client_phone", "whatsapp",
                "whatsapp_number", "whatsapp_phone_number", "телефон", "тел", "номер_телефона", "мобильный",
                "мобильный_телефон", "сотовый", "сотовый_телефон", "рабочий_телефон", "рабочий_телефон_(контакт)",
                "мобильный_телефон_(контакт)", "контактный_телефон", "телефон_клиента", "телефон_контакта",
                "номер_whatsapp", "телефоны", "телефон_нөмірі", "ұялы_телефон",
            ]
        ),
        (
            .name,
            [
                "first_name", "firstname", "full_name", "fullname", "contact_name", "client_name", "customer_name",
                "имя", "имя_клиента", "имя_контакта", "полное_имя_контакта", "основной_контакт", "фио", "фио_клиента",
                "фио_контакта", "аты", "есімі", "аты_жөні",
            ]
        ),
        (.city, ["город", "город_клиента", "населенный_пункт", "қала", "қаласы"]),
        (
            .createdAt,
            [
                "created_time", "create_date", "created_date", "creation_date", "date_created", "date_create",
                "дата_создания", "дата_создания_лида", "дата_создания_сделки", "дата_создания_контакта",
                "құрылған_күні",
            ]
        ),
    ]

    /// The columns by every name that means one, their own names too.
    static let columns: [String: LeadColumn] = {
        let own = LeadColumn.allCases.map { ($0.columnName, $0) }
        let others = names.flatMap { entry in entry.names.map { ($0, entry.column) } }
        return Dictionary(own + others) { own, _ in own }
    }()
}
