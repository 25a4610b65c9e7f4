import Foundation
import SwiftUI
import Tanfang
import TanfangShell
import Testing

@testable import TanfangScreens

/// A camera and a library that hold one picture each.
@MainActor
final class FakeSource: PictureSource {
    var takes = true
    private(set) var files: [URL] = []
    private let folder: URL
    init(_ folder: URL) { self.folder = folder }

    func take() async -> URL? { leave("taken.jpg") }
    func choose() async -> URL? { leave("chosen.jpg") }

    private func leave(_ name: String) -> URL? {
        let file = folder.appending(path: name)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? PhotoSamples.jpeg.write(to: file)
        files.append(file)
        return file
    }

    /// The pictures that were left and not removed.
    var left: [String] {
        files.filter { FileManager.default.fileExists(atPath: $0.path) }.map(\.lastPathComponent)
    }
}

/// A phone that says where it is, or cannot.
@MainActor
final class FakePlace: PlaceSource {
    var fix: Fix?
    private(set) var asked = 0
    func now() async -> Fix? {
        asked += 1
        return fix
    }
}

/// 照片, 签字 and what is worth a look: what is kept, what is removed, and that nothing stands in the way
/// of a visit.
@MainActor
@Suite struct PhotoTests {
    private let core = FakeCore(
        Samples.views, outcome: Outcome(sentence: "", undo: nil, go: nil, changed: true))

    private func phone(
        _ screen: Screen, place: FakePlace? = nil, fonts: [FontFile] = []
    ) async throws -> (Phone, FakeSource) {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "tanfang-" + UUID().uuidString)
        let source = FakeSource(folder)
        let phone = try Phone(core, at: screen, source: source, place: place, fonts: fonts)
        await phone.settle()
        return (phone, source)
    }

    private let photos = Screen.photos(household: "h1", visit: "v1")

    /// Lets what was asked of the camera come back, then waits for what comes of it.
    private func answered(_ phone: Phone) async {
        for _ in 0..<20 { await Task.yield() }
        await phone.settle()
    }

    @Test func aPhotoIsTakenWithWhatWasSaidOfItAndItsFileRemoved() async throws {
        let (phone, source) = try await phone(photos)
        await phone.tap("房子")
        await phone.tap("赵小满")
        await phone.tapPrimary()
        await answered(phone)
        let input = try #require(await core.photographed.first)
        #expect([input.visit, input.person, input.consent] == ["v1", "p2", "agreed"])
        #expect([input.matter, input.grade] == ["house", "taken"])
        #expect(input.path.hasSuffix("taken.jpg") && input.place == nil)
        #expect(source.left.isEmpty)
        #expect(await core.waiting == 0)
    }

    @Test func aPictureFromTheLibrarySaysWhereItCameFrom() async throws {
        let (phone, source) = try await phone(photos)
        source.takes = false
        await phone.tap("东西")
        await phone.tap("截屏")
        await phone.tapPrimary()
        await answered(phone)
        #expect(await core.photographed.map(\.grade) == ["screen"])
        #expect(source.left.isEmpty)
    }

    @Test func whoSaysNoHasItWrittenDownAndNoPhotoIsTaken() async throws {
        let (phone, _) = try await phone(photos)
        await phone.tap("不同意")
        await phone.tap("不拍,只记下这句话")
        #expect(await core.sent == [.photoConsent(visit: "v1", person: nil, consent: "declined")])
        #expect(await core.photographed.isEmpty)
    }

    @Test func aPhotoThatCouldNotBeKeptGoesInAtTheSecondTry() async throws {
        let (phone, source) = try await phone(photos)
        await core.refuse(ApiError.Store(code: "disk_full", sentence: "手机存满了,以前的都在。"))
        await phone.tap("房子")
        await phone.tapPrimary()
        await answered(phone)
        #expect(phone.shows("手机存满了,以前的都在。"))
        #expect(source.left == ["taken.jpg"])
        await core.refuse(nil)
        await phone.tap("再试一次")
        #expect(await core.photographed.count == 1)
        #expect(source.left.isEmpty)
    }

    @Test func aVisitAndAHomeLeadToTheirPhotos() async throws {
        let (phone, _) = try await phone(.visit(visit: "v1"))
        await phone.tap("照片 房子 · 11月20日 10:05")
        #expect(phone.app.trail.here == photos)
        phone.app.go(.home(household: "h1"))
        await phone.settle()
        await phone.tap("照片 房子 · 11月20日 10:05")
        #expect(phone.app.trail.here == .photos(household: "h1", visit: nil))
    }

    @Test func underTheCoverNoPictureIsDrawnNorEvenRead() async throws {
        let (phone, _) = try await phone(.today)
        phone.app.covered = true
        phone.app.go(.photo(photo: "f2"))
        await phone.settle()
        #expect(await core.drawn.isEmpty)
        #expect(!phone.host.all.contains { $0.kind == .image && $0.value == "photo" })
        phone.app.covered = false
        await phone.settle()
        #expect(await core.drawn.contains("f0"))
        #expect(phone.host.all.filter { $0.kind == .image && $0.value == "photo" }.count == 3)
    }

    @Test func thePictureWithItsWatermarkIsDrawnWhenAskedForAndHandedOn() async throws {
        await core.show {
            $0.stamped = PhotoSamples.jpeg
            $0.font = "fonts/cjk.ttc"
        }
        let fonts = [FontFile("fonts/none.ttf"), FontFile("fonts/cjk.ttc", index: 2)]
        let (phone, _) = try await phone(.photo(photo: "f2"), fonts: fonts)
        #expect(phone.shows("水印由记录生成,不是证据"))
        let before = phone.host.all.filter { $0.kind == .image }.count
        await phone.tap("看带水印的图")
        #expect(phone.host.all.filter { $0.kind == .image }.count == before + 1)
        await phone.tap("发给别的软件")
        #expect(phone.shows("tanfang-photo.jpg"))
        let written = try Data(contentsOf: phone.app.files.path(OutFiles.photo))
        #expect(written == PhotoSamples.jpeg)
    }

    @Test func withoutAFontItIsSaidAndUnderTheCoverThereIsNothingToAskFor() async throws {
        let (phone, _) = try await phone(.photo(photo: "f2"))
        await phone.tap("看带水印的图")
        #expect(phone.shows("photo_no_font"))
        phone.app.covered = true
        await phone.settle()
        #expect(!phone.shows("看带水印的图"))
    }

    @Test func aPlaceIsRecordedOnlyIfAskedForAndForOnePhoto() async throws {
        let place = FakePlace()
        let fix = Fix(
            PhotoPlace(
                latE7: 251_234_567, lonE7: 1_101_234_567, accuracyM: 8, provider: "core-location",
                mock: false, ageS: 0, satellites: nil))
        place.fix = fix
        let (phone, _) = try await phone(photos, place: place)
        await phone.tap("房子")
        await phone.tapPrimary()
        await answered(phone)
        await phone.tap("记下拍照地点")
        await phone.tapPrimary()
        await answered(phone)
        await phone.tapPrimary()
        await answered(phone)
        #expect(await core.photographed.map(\.place) == [nil, fix.place, nil])
        #expect(place.asked == 1)
        place.fix = nil
        await phone.tap("记下拍照地点")
        await phone.tapPrimary()
        await answered(phone)
        #expect(await core.photographed.count == 4)
        #expect(phone.shows("没有定到位,这张没记地点。"))
    }

    @Test func aPhoneThatCannotTellItsPlaceDoesNotOfferTo() async throws {
        let (phone, _) = try await phone(photos)
        #expect(!phone.shows("记下拍照地点"))
    }

    @Test func onePictureStandsBesideTheOtherAndOneMaySayWhy() async throws {
        let (phone, _) = try await phone(.photo(photo: "f2"))
        let drawn = phone.host.laidOut(width: 375, height: 667).all
        let one = try #require(drawn.first { $0.label == "这一张" }).frame
        let other = try #require(drawn.first { $0.label == "以前那一张" }).frame
        #expect(one.maxX <= other.minX && one.minY == other.minY && one.width > 0)
        await phone.tap("同一个地方,又拍的")
        #expect(
            await core.sent == [
                .explainFinding(
                    photo: "f2", visit: nil, finding: "E7", other: "f0", why: "same_place", note: "")
            ])
    }

    @Test func aNameIsWrittenStrokeByStrokeAndCanBeWipedOut() async throws {
        let (phone, _) = try await phone(.signing(visit: "v1"))
        await phone.tap("写名字")
        let stroke = [CGPoint(x: 10, y: 20), CGPoint(x: 30, y: 20), CGPoint(x: 30, y: 40)]
        let start = Date(timeIntervalSince1970: 0)
        #expect(phone.host.draw(stroke, on: "请在框里写名字", from: start))
        await phone.tap("擦掉重写")
        phone.host.draw(stroke, on: "请在框里写名字", from: start)
        phone.host.draw(stroke, on: "请在框里写名字", from: start.addingTimeInterval(1))
        try phone.draw("signing")
        await phone.tap("签好了")
        let signed = try #require(await core.signatures.first)
        #expect([signed.visit, signed.signer, signed.how] == ["v1", "person p1", "strokes"])
        #expect(signed.strokes.map(\.count) == [3, 3])
        #expect(signed.strokes[0][0] == StrokePoint(x: 10, y: 20, ms: 0))
        #expect(signed.strokes[1][0].ms == 1000)
    }

    @Test func whoCannotSignSaysSoWithOneTap() async throws {
        let (phone, _) = try await phone(.signing(visit: "v1"))
        await phone.tap("不会签")
        #expect(await core.signatures.map(\.how) == ["cannot"])
    }

    @Test func aFingermarkGoesToTheRecordAlone() async throws {
        let (phone, source) = try await phone(.signing(visit: "v1"))
        await phone.tap("按手印")
        await phone.tap("拍下手印")
        await answered(phone)
        #expect(await core.signatures.map(\.how) == ["fingermark"])
        #expect(source.left.isEmpty)
    }

    @Test func whatIsHandedOutIsCheckedAndTheResultStandsUntilItIsPutAway() async throws {
        let (phone, _) = try await phone(.evidence(household: nil))
        await phone.tap("查这部手机的记录")
        #expect(phone.shows("查了 2 张照片、31 条记录。不打总分。"))
        try phone.draw("verified")
        await phone.tap("看完了")
        await phone.enter("石板镇民政办", "交给谁(哪个单位、哪个人)")
        await phone.tap("存成一个文件")
        #expect(await core.checks == ["", "石板镇民政办"])
        #expect(phone.shows("tanfang-evidence.zip"))
    }

    @Test func aReceiptThatCameBackIsKeptAndTheScreenSaysSo() async throws {
        let (phone, _) = try await phone(.evidence(household: nil))
        await phone.tap("收下乡镇回执…")
        #expect(phone.host.pick(try emptyFile(phone)))
        await phone.settle()
        #expect(await core.checks == ["list.xlsx"])
        #expect(phone.shows("list.xlsx"))
    }

    @Test func whatIsShownIsDrawn() async throws {
        for (name, screen) in [("photos", photos), ("photo", Screen.photo(photo: "f2"))] {
            let (phone, _) = try await phone(screen)
            try phone.draw(name)
        }
    }
}
