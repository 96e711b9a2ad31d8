import Foundation
import WelcomeCore

/// Makes MP3 and a voice message for chats of a sound, and finds its length and the look of its loudness.
struct VoiceRecipe {
    let runner: ToolRunner
    let place: ToolPlace

    /// The longest sound, in seconds.
    private static let maxSeconds = 3_600

    /// From this length on, in milliseconds, MP3 has fewer bits.
    private static let longTalk = 600_000

    /// Prepares the sound at `input`, a path as programs see it.
    ///
    /// - Returns: the voice, and why some of its forms are missing.
    /// - Throws: `MediaProblem` when it cannot be heard to its end; `ToolFault` when nothing can be made of it;
    ///   `BuildFailure`; `FileError`.
    func prepare(_ input: String, _ facts: MediaFacts) throws -> (voice: PreparedVoice, faults: [ToolFault]) {
        let format = facts.format
        let isOgg = format == .ogg
        let rate = SoundShape.samplesPerSecond
        var arguments = try reading(input, format)
        arguments += ["-ac", "1", "-ar", "\(rate)", "-c:a", "pcm_s16le", "-f", "s16le", "sound.pcm"]
        if isOgg { arguments += Self.sound + ["-c", "copy", "-fflags", "+bitexact", "-f", "ogg", "voice.ogg"] }
        try decode(arguments, format)
        let samples = try place.bytes("sound.pcm", maxBytes: 2 * rate * (Self.maxSeconds + 2), by: .ffmpeg)
        let shape = SoundShape(pcm: samples)
        guard shape.milliseconds > 0, !isHalf(shape, of: facts) else { throw MediaProblem.unreadable(format) }
        guard shape.milliseconds <= Self.maxSeconds * 1_000 else { throw fault(.tooLong) }

        var sources: [MediaAsset] = []
        var faults: [ToolFault] = []
        do {
            sources.append(try makeMP3(input, format, shape))
        } catch let fault as ToolFault {
            // An Ogg file plays on most phones; any other format is left as it came.
            guard isOgg else { throw fault }
            faults.append(fault)
        }
        if isOgg { sources.append(try place.result("voice.ogg", format: .ogg, by: .ffmpeg)) }
        for index in sources.indices { sources[index].facts.durationMilliseconds = shape.milliseconds }
        var note = try makeNote(input, format, shape, sources.last { $0.facts.format == .ogg })
        note?.facts.durationMilliseconds = shape.milliseconds
        let voice = PreparedVoice(
            sources: sources, durationMilliseconds: shape.milliseconds, waveform: shape.waveform, note: note)
        return (voice, faults)
    }

    /// Runs ffmpeg on the sound for the first time: if it refuses it, so will phones.
    private func decode(_ arguments: [String], _ format: MediaFormat) throws {
        do {
            try runner.run(.ffmpeg, arguments, in: place)
        } catch let fault as ToolFault {
            if case .exited = fault.reason { throw MediaProblem.unreadable(format) }
            throw fault
        }
    }

    /// Whether much less can be heard than the header promises, where it promises anything: samples are missing.
    private func isHalf(_ shape: SoundShape, of facts: MediaFacts) -> Bool {
        guard [.m4a, .threeGP, .webm].contains(facts.format), let promised = facts.durationMilliseconds else {
            return false
        }
        return promised <= Self.maxSeconds * 1_000 && shape.milliseconds < promised * 9 / 10 - 500
    }

    private func makeMP3(_ input: String, _ format: MediaFormat, _ shape: SoundShape) throws -> MediaAsset {
        var arguments = try reading(input, format)
        if let gain = shape.gainDecibels {
            arguments += ["-af", "volume=\(gain)dB,alimiter=limit=0.9:level=0"]
        }
        arguments += ["-ac", "1", "-ar", "24000", "-c:a", "libmp3lame"]
        arguments += ["-b:a", shape.milliseconds > Self.longTalk ? "32k" : "40k"]
        arguments += ["-fflags", "+bitexact", "-flags:a", "+bitexact", "-id3v2_version", "0", "-write_id3v1", "0"]
        try runner.run(.ffmpeg, arguments + ["-f", "mp3", "voice.mp3"], in: place)
        return try place.result("voice.mp3", format: .mp3, by: .ffmpeg)
    }

    /// Makes Opus of one channel in Ogg, which is what chats take for a voice message: `original` where it is that already.
    ///
    /// Few builds of ffmpeg lack the encoder, and few sites send voice in chats: where it is missing, a channel says so.
    private func makeNote(
        _ input: String, _ format: MediaFormat, _ shape: SoundShape, _ original: MediaAsset?
    ) throws -> MediaAsset? {
        if let original, Self.isMonoOpus(try place.head("voice.ogg", byteCount: 64, by: .ffmpeg)) { return original }
        var arguments = try reading(input, format)
        if let gain = shape.gainDecibels {
            arguments += ["-af", "volume=\(gain)dB,alimiter=limit=0.9:level=0"]
        }
        arguments += ["-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "24k", "-application", "voip"]
        arguments += ["-fflags", "+bitexact", "-flags:a", "+bitexact"]
        do {
            try runner.run(.ffmpeg, arguments + ["-f", "ogg", "note.ogg"], in: place)
            return try place.result("note.ogg", format: .ogg, by: .ffmpeg)
        } catch is ToolFault {
            return nil
        }
    }

    /// Tells whether a file begins with the first page of an Ogg stream that is Opus of one channel (RFC 7845, 5.1).
    static func isMonoOpus(_ head: [UInt8]) -> Bool {
        guard head.starts(with: "OggS".utf8), head.count > 26 else { return false }
        let packet = head.dropFirst(27 + Int(head[26]))
        return packet.starts(with: "OpusHead".utf8) && packet.dropFirst(9).first == 1
    }

    /// What ffmpeg is told of its input: nothing is guessed, nothing else is opened.
    private func reading(_ input: String, _ format: MediaFormat) throws(ToolFault) -> [String] {
        let demuxers: [MediaFormat: String] = [
            .ogg: "ogg", .mp3: "mp3", .wav: "wav", .m4a: "mov", .threeGP: "mov", .amr: "amr", .webm: "matroska",
        ]
        guard let demuxer = demuxers[format] else { throw fault(.refused) }
        let start = ["-nostdin", "-hide_banner", "-v", "error", "-threads", "1", "-y"]
        let limits = ["-protocol_whitelist", "file", "-format_whitelist", demuxer, "-f", demuxer]
        return start + limits + ["-i", input] + Self.sound + ["-t", "\(Self.maxSeconds + 1)"]
    }

    /// The first sound and nothing that is written beside it.
    private static let sound = [
        "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_metadata:s:a", "-1", "-map_chapters", "-1",
    ]

    private func fault(_ reason: ToolFault.Reason) -> ToolFault {
        ToolFault(tool: MediaTools.Tool.ffmpeg.rawValue, reason: reason)
    }
}

/// What there is to know about a sound before anybody hears it.
struct SoundShape {
    static let samplesPerSecond = 8_000

    let milliseconds: Int
    /// The loudness of 64 equal stretches, each 0…255 of the loudest.
    let waveform: [UInt8]
    /// How much louder it has to be made, one digit behind the point; `nil` where it is right.
    let gainDecibels: Double?

    /// Voices are brought to this mean, in decibels below the loudest that there can be.
    private static let wantedMean = -20.0

    /// Measures 16-bit samples, little end first, of one channel.
    init(pcm: [UInt8]) {
        let count = pcm.count / 2
        milliseconds = (count * 1_000 + Self.samplesPerSecond / 2) / Self.samplesPerSecond
        var stretches = [(energy: Double, count: Int)](repeating: (0, 0), count: 64)
        let frameLength = Self.samplesPerSecond / 20
        var frames = [Double](repeating: 0, count: (count + frameLength - 1) / frameLength)
        for index in 0..<count {
            let sample = Double(Int16(bitPattern: UInt16(pcm[2 * index]) | UInt16(pcm[2 * index + 1]) << 8))
            let stretch = index * 64 / count
            stretches[stretch].energy += sample * sample
            stretches[stretch].count += 1
            frames[index / frameLength] += sample * sample
        }
        let loudness = stretches.map { ($0.energy / Double(max($0.count, 1))).squareRoot() }
        let loudest = loudness.max() ?? 0
        waveform = loudness.map { loudest == 0 ? 0 : UInt8(($0 / loudest * 255).rounded()) }
        gainDecibels = Self.gain(frames, length: frameLength)
    }

    /// The gain that brings the stretches in which somebody speaks to the wanted mean.
    private static func gain(_ frames: [Double], length: Int) -> Double? {
        guard let loudest = frames.max(), loudest > 0 else { return nil }
        // Pauses are some 25 dB below speech.
        let spoken = frames.filter { $0 > loudest / 300 }
        let mean = spoken.reduce(0, +) / Double(spoken.count * length)
        let level = 10 * log10(mean / (32_768 * 32_768))
        let gain = min(max(wantedMean - level, -6), 18)
        // Less than that nobody hears.
        return abs(gain) < 1 ? nil : (gain * 10).rounded() / 10
    }
}
