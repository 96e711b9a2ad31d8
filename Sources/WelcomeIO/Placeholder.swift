import GRDB
enum B {}
