/// The forms of a channel that has one for each kind of message.
struct MessageForms {
    var text, audio, image, document: RequestForm

    var all: [RequestForm] { [text, audio, image, document] }

    subscript(kind: Greeting.Medium.Kind) -> RequestForm {
        switch kind {
        case .voice: audio
        case .image: image
        case .document: document
        }
    }
}
