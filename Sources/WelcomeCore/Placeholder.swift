import Crypto
import Mustache
import Yams
enum A {}
