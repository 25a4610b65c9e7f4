import Foundation
import SwiftUI
import Tanfang
import TanfangShell
import Testing

@testable import TanfangScreens

/// The screens of lists, calls and handing over: what is typed or tapped reaches the core whole.
@MainActor
@Suite struct SliceTests {
    private let done = Outcome(sentence: "记下了", undo: nil, go: nil, changed: true)

    private func phone(_ core: FakeCore, _ screen: Screen) async throws -> Phone {
        let phone = try Phone(core, at: screen)
        await phone.settle()
        return phone
    }

    @Test func aCallIsWrittenDownWithOneTapAndASentence() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let phone = try await phone(core, .home(household: "h1"))
        await phone.tap("给他家打电话")
        #expect(phone.host.control("记下")?.isEnabled == false)
        await phone.tap("没人接")
        await phone.enter(" 晚上再打 ", Strings.Contact.note)
        await phone.tap("记下")
        #expect(
            await core.sent == [
                .recordContact(household: "h1", whose: "person p1", result: "2", note: "晚上再打")
            ])
        #expect(phone.app.trail.here == .home(household: "h1"))
    }

    @Test func aListThatGoesOnSaysSoAtItsEndAndATapAsksForTheRest() async throws {
        var views = Samples.views
        let further = "再看 500 户(下面还有 9500 户)"
        let (day, list) = (Samples.today, Samples.homes)
        views.today = TodayView(
            date: day.date, lunar: day.lunar, status: day.status, practice: day.practice,
            notes: day.notes, drafts: day.drafts, filter: day.filter, query: day.query,
            filters: day.filters, groups: day.groups,
            more: LedgerChoice(key: "further", label: further, chosen: false),
            empty: day.empty, summary: day.summary, month: day.month)
        views.homes = HomesView(
            query: list.query, count: list.count, groups: list.groups,
            more: MoreHomes(label: "再看剩下的 120 户", shown: 1000), empty: list.empty)
        let core = FakeCore(views)
        let today = try await phone(core, .today)
        await today.tap(further)
        #expect(await core.filters.last == "further")
        let homes = try await phone(core, .homes)
        await homes.tap("再看剩下的 120 户")
        #expect(await core.pages.last == 1000)
    }

    @Test func dangerStandsOnTopAndDials() async throws {
        var views = Samples.views
        views.visit = urgent(Samples.visit, practice: nil)
        let phone = try await phone(FakeCore(views), .visit(visit: "v1"))
        let controls = phone.host.all.filter(\.isControl).map(\.spoken)
        let call = try #require(controls.firstIndex(of: "打 120 急救"))
        let same = try #require(controls.firstIndex(of: "都和上次一样"))
        #expect(call < same)
        await phone.tap("打 120 急救")
        #expect(phone.host.opened.map(\.absoluteString) == ["tel:120"])
    }

    @Test func inPractiseNothingIsDialledAndItIsSaid() async throws {
        var views = Samples.views
        views.visit = urgent(Samples.visit, practice: "练习,不会真的拨打")
        let phone = try await phone(FakeCore(views), .visit(visit: "v1"))
        await phone.tap("打 120 急救")
        #expect(phone.host.opened.isEmpty)
        #expect(phone.app.news == News("练习,不会真的拨打"))
    }

    private func urgent(_ view: VisitView, practice: String?) -> VisitView {
        let call = Samples.call
        return VisitView(
            visit: view.visit, household: view.household, name: view.name, status: view.status,
            day: view.day, dayLabel: view.dayLabel, groups: view.groups, notices: view.notices,
            flags: view.flags,
            urgent: CallView(
                title: call.title, sentence: call.sentence, numbers: call.numbers,
                missing: call.missing, practice: practice),
            sameAll: view.sameAll, primary: view.primary, later: view.later)
    }

    @Test func allTheSameOfAWholeVisitIsOneTap() async throws {
        let core = FakeCore(Samples.views)
        let phone = try await phone(core, .visit(visit: "v1"))
        await phone.tap("都和上次一样")
        #expect(await core.answers == [VisitInput(key: "", value: .sameAll)])
    }

    @Test func somebodyNoListNamesIsAddedAndWhatIsTypedSurvivesALookElsewhere() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let screen = Screen.addPerson(household: nil, person: nil)
        let phone = try await phone(core, screen)
        #expect(phone.host.control("记下")?.isEnabled == false)
        await phone.enter("石小样", Strings.Add.name)
        await phone.enter("三组", Strings.Add.group)
        await phone.tap("配偶")
        await phone.tap("重度残疾")
        await phone.back()
        phone.app.go(screen)
        await phone.settle()
        await phone.tap("记下")
        #expect(
            await core.added == [
                PersonInput(
                    household: nil, name: "石小样", idNumber: "", birth: "", relation: "1",
                    group: "三组", houseNo: "", phone: "", classes: ["1"], note: "")
            ])
    }

    @Test func aPersonWhoIsKnownIsPutIntoAClass() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let phone = try await phone(core, .addPerson(household: nil, person: "p1"))
        await phone.tap("低保边缘")
        #expect(await core.sent == [.addToClass(person: "p1", class: "0")])
    }

    @Test func howManyThereOughtToBeIsSent() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let phone = try await phone(core, .coverage(class: "dibao", division: "990101001001"))
        #expect(phone.host.control(Strings.Coverage.save)?.isEnabled == false)
        await phone.enter("41", Strings.Coverage.homes)
        await phone.tap(Strings.Coverage.save)
        #expect(
            await core.sent == [
                .setControlTotal(
                    class: "dibao", division: "990101001001", households: "41", persons: "44")
            ])
    }

    @Test func aMatchIsAnsweredWithItsNote() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let phone = try await phone(core, .matches)
        await phone.tap("五组 3 号")
        await phone.enter("车卖了", Strings.Match.note)
        await phone.tap("不属实")
        #expect(
            await core.sent == [
                .linkMatch(task: "t1", person: "1"),
                .answerMatch(task: "t1", finding: "2", note: "车卖了"),
            ])
    }

    @Test func aListIsTakenBackAndAnAnswerIsShared() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let phone = try await phone(core, .batches)
        await phone.tap("撤回这张表")
        #expect(await core.sent == [.undoBatch(batch: "batch-00000001")])
        await phone.tap("存核实结果 单人户比对.xlsx")
        #expect(phone.host.all.contains { $0.kind == .share })
    }

    @Test func aComplaintIsWrittenAndTheFieldIsEmptyAgain() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let phone = try await phone(core, .feedback)
        await phone.enter("表太多", Strings.Feedback.text)
        #expect(phone.host.control(Strings.Feedback.save)?.isEnabled == false)
        await phone.tap("让填的太多")
        await phone.tap("可以打电话问我")
        await phone.tap(Strings.Feedback.save)
        #expect(await core.sent == [.writeFeedback(topic: "1", text: "表太多", callBack: true)])
        #expect(phone.host.all.first { $0.kind == .field }?.value == "")
    }

    @Test func aNumberIsStoredByATapOrWhenTheScreenGoes() async throws {
        let core = FakeCore(Samples.views, outcome: done)
        let phone = try await phone(core, .settings)
        await phone.enter("00000000009", "乡镇值班电话")
        await phone.tap("存下 乡镇值班电话")
        await phone.enter("00000000008", "村医电话")
        await phone.back()
        #expect(
            await core.sent == [
                .setNumber(key: "township", number: "00000000009"),
                .setNumber(key: "clinic", number: "00000000008"),
            ])
    }

    @Test func theRecoveryCodeIsShownOnceAndGone() async throws {
        let phone = try await phone(FakeCore(Samples.views), .recovery)
        #expect(!phone.shows("AB17"))
        await phone.tap(Strings.Recovery.show)
        #expect(phone.shows("AB17"))
        await phone.tap(Strings.Recovery.copied)
        phone.app.go(.recovery)
        await phone.settle()
        #expect(!phone.shows("AB17"))
    }

    @Test func aHandOverShowsItsCodeAndLeavesNoFile() async throws {
        let phone = try await phone(FakeCore(Samples.views), .handOver)
        await phone.enter("石小样", Strings.HandOver.toName)
        await phone.tap(Strings.HandOver.write)
        await phone.tap(Strings.close)
        #expect(phone.shows("K7QP") && phone.shows("4821"))
        #expect(!FileManager.default.fileExists(atPath: phone.folder.appending(path: "out").path))
        await phone.tap(Strings.HandOver.done)
        phone.app.go(.handOver)
        await phone.settle()
        #expect(!phone.shows("K7QP"))
    }

    @Test func takingOverGoesStepByStep() async throws {
        let core = FakeCore(Samples.views, outcome: Outcome(sentence: "", undo: nil, go: .today, changed: true))
        let phone = try await phone(core, .first)
        phone.app.go(.first)
        await phone.settle()
        await phone.tap(Strings.TakeOver.enter)
        await phone.tap(Strings.TakeOver.choose)
        phone.host.pick(try emptyFile(phone))
        await phone.settle()
        #expect(phone.shows("4821") && phone.host.all.allSatisfy { $0.kind != .field })
        await phone.tap(Strings.TakeOver.no)
        #expect(phone.shows(Strings.TakeOver.stop))
        await phone.tap(Strings.TakeOver.yes)
        await phone.enter("K7QP 3MXD", Strings.TakeOver.code)
        await phone.enter("石小样", Strings.First.name)
        await phone.tap("网格员")
        await phone.tap(Strings.TakeOver.start)
        #expect(await core.codes == ["K7QP 3MXD"])
        #expect(
            await core.setups == [
                SetupInput(name: "石小样", roles: ["r0"], village: "", division: nil, practice: false)
            ])
        #expect(phone.app.trail.here == .today)
    }

    @Test func aPhoneIsEmptiedOnlyWithTheWord() async throws {
        let core = FakeCore(Samples.views, outcome: Outcome(sentence: "", undo: nil, go: .first, changed: true))
        let phone = try await phone(core, .wipe)
        await phone.enter("清空", Strings.Wipe.type)
        #expect(phone.host.control(Strings.Wipe.wipe)?.isEnabled == false)
        await phone.enter("清空掉", Strings.Wipe.type)
        await phone.tap(Strings.Wipe.wipe)
        #expect(phone.app.trail.here == .first)
    }

    @Test(arguments: DynamicTypeSize.allCases)
    func largerLettersAreNeverSmallerThanTheSystems(_ system: DynamicTypeSize) {
        #expect(TypeSize.normal.over(system) == system)
        #expect(TypeSize.large.over(system) >= system)
        #expect(TypeSize.huge.over(system) >= TypeSize.large.over(system))
    }
}
