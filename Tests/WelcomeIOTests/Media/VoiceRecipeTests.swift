import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct VoiceRecipeTests {
    private static func voice(_ result: MediaWorkshop.Result) throws -> PreparedVoice {
        guard case .voice(let voice) = try #require(result.asset.prepared, "\(result.faults)") else {
            throw MediaBench.NotAnAsset(path: "")
        }
        return voice
    }

    @Test(
        arguments: [
            ("voice-ru.ogg", 16_979, [.mp3, .ogg]), ("tone-vorbis.ogg", nil, [.mp3, .ogg]),
            ("tone-cbr.mp3", nil, [.mp3]), ("tone-vbr.mp3", 2_500, [.mp3]), ("tone.wav", 750, [.mp3]),
            ("tone.m4a", 1_200, [.mp3]), ("tone-moov-last.m4a", 1_200, [.mp3]), ("tone-opus.mp4", nil, [.mp3]),
            ("tone.webm", nil, [.mp3]),
        ] as [(String, Int?, [MediaFormat])])
    func makesMP3OfEveryFormat(name: String, milliseconds: Int?, formats: [MediaFormat]) throws {
        let bench = try MediaBench()
        let asset = try MediaBench.sample(name)
        let result = try bench.prepare(asset)
        let voice = try Self.voice(result)

        #expect(result.faults.isEmpty)
        #expect(voice.sources.map(\.facts.format) == formats)
        let probed = try OtherOpinion.probe(asset.path)["format.duration"].flatMap { Double($0) }
        let length = try #require(milliseconds ?? probed.map { Int($0 * 1_000) })
        #expect(abs(voice.durationMilliseconds - length) <= 50, "\(voice.durationMilliseconds), not \(length)")
        #expect(voice.waveform.count == 64)
        #expect(voice.waveform.max() == 255)

        let mp3 = try OtherOpinion.probe(voice.sources[0].path)
        #expect(mp3["streams.stream.0.codec_name"] == "mp3")
        #expect(mp3["streams.stream.0.channels"] == "1")
        #expect(mp3["streams.stream.0.sample_rate"] == "24000")
        for source in voice.sources {
            let words = try OtherOpinion.probe(source.path)
            // Two frames of MP3 are padding.
            let duration = try #require(words["format.duration"].flatMap { Double($0) })
            #expect(abs(duration * 1_000 - Double(length)) <= 110)
            #expect(words.keys.filter { $0.contains("tags") && !$0.contains("encoder") }.isEmpty)
        }
    }

    @Test(
        arguments: [
            ("voice-ru.ogg", true), ("voice-kk.ogg", true), ("tone-vorbis.ogg", false), ("tone-cbr.mp3", false),
            ("tone.wav", false), ("tone.m4a", false), ("tone-opus.mp4", false), ("tone.webm", false),
        ])
    func makesOpusOfOneChannelForChats(name: String, isThat: Bool) throws {
        let bench = try MediaBench()
        let voice = try Self.voice(bench.prepare(MediaBench.sample(name)))
        let note = try #require(voice.note)
        let words = try OtherOpinion.probe(note.path)
        #expect(words["streams.stream.0.codec_name"] == "opus")
        #expect(words["streams.stream.0.channels"] == "1")
        #expect(words["format.format_name"] == "ogg")
        #expect(words.keys.filter { $0.contains("tags") && !$0.contains("encoder") }.isEmpty)
        #expect(note.facts.mimeType == "audio/ogg")
        #expect(note.facts.durationMilliseconds == voice.durationMilliseconds)
        // What is that already loses nothing by being made again.
        #expect((note == voice.sources.last) == isThat)
        #expect(try bench.prepare(MediaBench.sample(name)).asset.note == note)
    }

    @Test func leavesNoWordsOfTheOriginal() throws {
        let bench = try MediaBench()
        let path = "\(bench.folder)/tagged.ogg"
        _ = try ProgramRun.run(
            "/usr/bin/ffmpeg",
            [
                "-v", "error", "-i", Fixtures.path("media/tone-vorbis.ogg"), "-c", "copy", "-metadata",
                "title=SecretTitle", "-metadata", "artist=SecretOwner", path,
            ])
        let asset = try MediaBench.asset(at: path)
        #expect(Data(try asset.bytes).range(of: Data("SecretTitle".utf8)) != nil)
        for source in try Self.voice(bench.prepare(asset)).sources {
            #expect(Data(try source.bytes).range(of: Data("Secret".utf8)) == nil)
        }
    }

    /// A tone that is loud in its second half only, and so faint that it has to be lifted.
    @Test func drawsLoudnessAndLiftsWhatIsFaint() throws {
        let bench = try MediaBench()
        let path = "\(bench.folder)/faint.wav"
        _ = try ProgramRun.run(
            "/usr/bin/ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=2:sample_rate=16000", "-af",
                "volume='if(lt(t,1),0.001,0.1)':eval=frame", path,
            ])
        let voice = try Self.voice(bench.prepare(MediaBench.asset(at: path)))
        #expect(voice.waveform.prefix(30).allSatisfy { $0 < 8 })
        #expect(voice.waveform.suffix(30).allSatisfy { $0 > 240 })
        let (before, after) = (try meanVolume(path), try meanVolume(voice.sources[0].path))
        #expect(after - before > 10, "\(before) dB became \(after) dB")
    }

    private func meanVolume(_ path: String) throws -> Double {
        let words = try ProgramRun.run(
            "/usr/bin/ffmpeg", ["-hide_banner", "-nostats", "-i", path, "-af", "volumedetect", "-f", "null", "-"])
        let match = try #require(words.stderr.firstMatch(of: /mean_volume: (-?[0-9.]+) dB/))
        return try #require(Double(match.1))
    }

    @Test func drawsNothingOfSilence() throws {
        let bench = try MediaBench()
        let path = "\(bench.folder)/silence.wav"
        _ = try ProgramRun.run(
            "/usr/bin/ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "1", path])
        let voice = try Self.voice(bench.prepare(MediaBench.asset(at: path)))
        #expect(voice.waveform == [UInt8](repeating: 0, count: 64))
        #expect(voice.durationMilliseconds == 1_000)
    }
}
