/// The text to send, measured.
package struct MessageText: Sendable {
    package var text: [UInt8]
    package var length: MessageLength

    package init(text: [UInt8]) {
        self.text = text
        length = MessageLength(of: text)
    }
}
