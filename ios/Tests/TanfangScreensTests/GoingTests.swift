import Foundation
import SwiftUI
import Tanfang
import TanfangShell
import Testing

@testable import TanfangScreens

/// Going about: the four places, back, undo, what is typed, what goes wrong.
@MainActor
@Suite struct GoingTests {
    private func phone(_ core: FakeCore, _ screen: Screen) async throws -> Phone {
        let phone = try Phone(core, at: screen)
        await phone.settle()
        return phone
    }

    private func core(_ outcome: Outcome? = nil) -> FakeCore {
        FakeCore(Samples.views, outcome: outcome)
    }

    @Test func aCardOpensItsHomeAndBackLeadsToTheListAgain() async throws {
        let phone = try await phone(core(), .today)
        let card = try #require(phone.host.all.first { $0.kind == .button && $0.spoken.hasPrefix("赵满仓") })
        await phone.tap(card.spoken)
        #expect(phone.app.trail.here == .home(household: "h1"))
        #expect(phone.host.all.allSatisfy { $0.kind != .tabs }, "a screen about one thing has no bar")
        phone.host.back()
        await phone.settle()
        #expect(phone.app.trail.here == .today)
        #expect(!phone.host.back(), "today is where back ends")
    }

    @Test func thePlacesKeepWhatWasOpenedOnThem() async throws {
        let phone = try await phone(core(), .today)
        await phone.tap("各户")
        #expect(phone.app.trail.here == .homes)
        await phone.tap("更多")
        #expect(phone.shows("赵小川"))
        let ledger = try #require(phone.host.control("台账"))
        #expect(ledger.hint == "打开")
        await phone.tap("台账")
        #expect(phone.app.trail.here == .ledger(ledger: "L06"))
        phone.host.back()
        await phone.settle()
        #expect(phone.app.trail.here == .more)
    }

    @Test func whatWasSearchedForIsThereAgainAfterALookAtAHome() async throws {
        let phone = try await phone(core(), .homes)
        phone.host.enter("zmc", into: Strings.Homes.search)
        await phone.settle()
        phone.app.go(.home(household: "h1"))
        await phone.settle()
        phone.host.back()
        await phone.settle()
        #expect(phone.host.all.first { $0.kind == .field }?.value == "zmc")
        await phone.tap("清空")
        #expect(phone.host.all.first { $0.kind == .field }?.value == "")
    }

    @Test func anAnswerIsSentAtTheTapAndASecondTapTakesItBack() async throws {
        let core = core()
        let phone = try await phone(core, .visit(visit: "v1"))
        #expect(try #require(phone.host.control("见到本人")).isSelected)
        await phone.tap("见到本人")
        await phone.tap("家中无人")
        await phone.tap("拿药")
        await phone.tap("换灯泡")
        #expect(
            await core.answers.map(\.value) == [
                .clear, .choose(codes: ["3"]), .choose(codes: ["0", "2", "1"]), .choose(codes: ["2"]),
            ])
    }

    @Test func aTextIsStoredWhenTypingPauses() async throws {
        let core = core()
        let phone = try await phone(core, .visit(visit: "v1"))
        #expect(phone.host.enter("邻居做", into: "今天谁做饭? \(Strings.Visit.typeHere)"))
        await phone.settle()
        #expect(await core.answers == [VisitInput(key: "cook", value: .type(text: "邻居做"))])
    }

    @Test func aTextIsStoredWhenTheScreenIsLeftAtOnce() async throws {
        let core = core()
        let phone = try await phone(core, .visit(visit: "v1"))
        phone.host.enter("邻居做", into: "今天谁做饭? \(Strings.Visit.typeHere)")
        phone.host.back()
        await phone.settle()
        #expect(await core.answers == [VisitInput(key: "cook", value: .type(text: "邻居做"))])
    }

    @Test func aTextIsStoredBeforeTheVisitIsClosedAndWhenTheAppGoesToTheBack() async throws {
        let core = core(Outcome(sentence: "记下了", undo: nil, go: .today, changed: true))
        let phone = try await phone(core, .visit(visit: "v1"))
        phone.host.enter("儿子做", into: "今天谁做饭? \(Strings.Visit.typeHere)")
        await phone.tap("走访完成")
        #expect(await core.answers.map(\.key) == ["cook"])
        #expect(await core.sent == [.closeVisit(visit: "v1")])

        let second = try await self.phone(core, .visit(visit: "v1"))
        second.host.enter("30", into: "这次住院自己掏了多少? \(Strings.Visit.typeMoney)")
        second.host.env.scenePhase = .background
        second.host.show()
        await second.settle()
        #expect(await core.answers.last == VisitInput(key: "cost", value: .type(text: "30")))
    }

    @Test func halfADayIsNotSent() async throws {
        let core = core()
        let phone = try await phone(core, .visit(visit: "v1"))
        let field = "上次记录是哪天? \(Strings.Visit.typeDay)"
        phone.host.enter("2026-11-3", into: field)
        await phone.settle()
        #expect(await core.answers.isEmpty)
        phone.host.enter("2026-11-03", into: field)
        await phone.settle()
        #expect(await core.answers.map(\.value) == [.type(text: "2026-11-03")])
        await phone.tap("上次记录是哪天? 昨天")
        #expect(await core.answers.last?.value == .type(text: "2026-11-19"))
    }

    @Test func allTheSameIsOneTapAndTheGroupUnfolds() async throws {
        let core = core()
        let phone = try await phone(core, .visit(visit: "v1"))
        #expect(!phone.shows("吃饭有着落吗?"))
        await phone.tap("住处、吃饭、证件(4 项) 都一样")
        #expect(await core.answers == [VisitInput(key: "same", value: .sameGroup)])
        await phone.tap("展开 住处、吃饭、证件(4 项)")
        #expect(phone.shows("吃饭有着落吗?"))
        await phone.tap("收起")
        #expect(!phone.shows("吃饭有着落吗?"))
    }

    @Test func theDayOfTheVisitIsChangedByTaps() async throws {
        let core = core()
        let phone = try await phone(core, .visit(visit: "v1"))
        await phone.tap("改日期")
        #expect(phone.host.control("晚一天") == nil, "not after today")
        await phone.tap("早一周")
        await phone.tap("早一天")
        #expect(
            await core.answers.map(\.value) == [
                .setDay(day: "2026-11-13"), .setDay(day: "2026-11-19"),
            ])
    }

    @Test func whyIsOneTapAwayAndItsNamesAreFolded() async throws {
        let phone = try await phone(core(), .visit(visit: "v1"))
        await phone.tap("为什么问 今天身体怎么样?")
        #expect(phone.app.trail.here == .why(key: "health"))
        #expect(phone.shows("乡镇责任人每月至少一次") && !phone.shows("2026-11-16"))
        await phone.tap("查得到的号")
        #expect(phone.shows("V02/VillageCommittee/p1/2026-11-16"))
    }

    @Test func whatATapDidStaysToBeReadAndIsUndoneWithOneTap() async throws {
        let undo = Samples.action("撤回", .openVisit(household: "h1"))
        let core = core(Outcome(sentence: "记下了", undo: undo, go: .today, changed: true))
        let phone = try await phone(core, .visit(visit: "v1"))
        await phone.tap("走访完成")
        #expect(phone.app.trail.here == .today && phone.shows("记下了"))
        await phone.tap("撤回")
        #expect(await core.sent == [.closeVisit(visit: "v1"), .openVisit(household: "h1")])
        await phone.tap("知道了")
        #expect(!phone.shows("记下了"))
    }

    @Test func aChangeOfAPersonIsSentWithItsDay() async throws {
        let core = core(Outcome(sentence: "记下了", undo: nil, go: nil, changed: true))
        let phone = try await phone(core, .home(household: "h1"))
        await phone.tap("情况变了")
        #expect(phone.host.control("记下") == nil, "first what, then when")
        await phone.tap("入住敬老院")
        await phone.tap("早一天")
        #expect(phone.shows("昨天"))
        await phone.tap("早一天")
        #expect(phone.shows("11月18日"))
        await phone.tap("记下")
        #expect(
            await core.sent == [
                .changePerson(person: "p1", change: .institution, day: "2026-11-18")
            ])
        #expect(phone.host.control("记下") == nil && phone.shows("记下了"))
    }

    @Test func aProblemIsSaidTheScreenStaysAndTryingAgainGoesOn() async throws {
        let core = core()
        let phone = try await phone(core, .home(household: "h1"))
        await phone.tap("去走访")
        #expect(phone.shows(Strings.Error.internal))
        #expect(phone.app.trail.here == .home(household: "h1"))
        await phone.tap("知道了")
        #expect(!phone.shows(Strings.Error.internal))
    }

    @Test func aViewThatDoesNotComeIsAskedForAgain() async throws {
        let core = FakeCore()
        let phone = try await phone(core, .flags)
        #expect(phone.shows(Strings.Error.internal))
        await core.show { $0.flags = Samples.flags }
        phone.app.dismiss()
        await phone.tap("再试一次")
        #expect(phone.shows("监护未落实"))
    }

    @Test func aNumberDials() async throws {
        let phone = try await phone(core(), .home(household: "h1"))
        await phone.tap("给他家打电话")
        #expect(phone.host.opened.map(\.absoluteString) == ["tel:13900000001"])
        #expect(phone.app.trail.here == .contact(household: "h1", whose: "person p1"))
    }

    @Test func aListIsLookedAtFirstAndWhatIsUnsureWaitsUnlessTold() async throws {
        let core = core(Outcome(sentence: "好了", undo: nil, go: .today, changed: true))
        let phone = try await phone(core, .import)
        await phone.tap("选一张表")
        #expect(phone.host.pick(try emptyFile(phone)))
        await phone.settle()
        #expect(phone.shows("一共 44 行") && !phone.shows("名册 第 19 行"))
        await phone.tap("看这些 新的 38 人")
        #expect(phone.shows("名册 第 19 行"))
        await phone.tap("同一个人")
        await phone.tap("都不在这一类了 表里没有了的 2 人")
        // It is there again after a look elsewhere.
        await phone.back()
        phone.app.go(.import)
        await phone.settle()
        #expect(try #require(phone.host.control("同一个人")).isSelected)
        await phone.tap("导入 39 人")
        let said = [("名册/15", Decision.same), ("名册/41", .apply), ("名册/42", .apply)].map {
            RowDecision(key: $0.0, decision: $0.1)
        }
        #expect(await core.sent == [.applyImport(token: "t", decisions: said)])
        #expect(try FileManager.default.contentsOfDirectory(atPath: phone.folder.path) == ["list.xlsx"])
    }

    @Test func aColumnIsTakenForSomethingElse() async throws {
        let core = core()
        let phone = try await phone(core, .import)
        await phone.tap("选一张表")
        phone.host.pick(try emptyFile(phone))
        await phone.settle()
        await phone.tap("改列")
        #expect(try #require(phone.host.control("这一列不要")).isSelected)
        #expect(phone.host.control("改好了,再看")?.isEnabled == false)
        await phone.tap("联系电话")
        await phone.tap("改好了,再看")
        #expect(await core.columns == [ColumnChoice(sheet: "名册", column: 6, field: "phone")])
        #expect(phone.shows("一共 44 行"))
    }

    @Test func monthsTurnAndAFileIsSharedAndThenGone() async throws {
        let phone = try await phone(core(), .ledger(ledger: "L06"))
        await phone.tap("往前")
        await phone.tap("按季")
        await phone.tap("换一本")
        await phone.tap("名册")
        #expect(!phone.host.texts.contains("名册"), "the other ledgers are folded again")
        await phone.tap("存成Excel")
        let share = try #require(phone.host.all.first { $0.kind == .share })
        #expect(share.spoken == Strings.Ledger.send && share.value == "ledger.xlsx")
        await phone.tap("知道了")
        #expect(phone.host.all.allSatisfy { $0.kind != .sheet })
        #expect(!FileManager.default.fileExists(atPath: phone.folder.appending(path: "out").path))
    }

    @Test func howItLooksChangesAtOnceAndIsKept() async throws {
        let core = core(Outcome(sentence: "", undo: nil, go: nil, changed: false))
        let phone = try await phone(core, .settings)
        await phone.tap("强光")
        #expect(try #require(phone.host.control("强光")).isSelected)
        #expect(phone.host.control("平常")?.isSelected == false)
        await phone.tap("大字")
        let look = LookSetting(size: .large, theme: .sunlight, mask: false)
        #expect(phone.app.look == look)
        #expect(await core.sent.last == .setLook(look: look))
    }

    @Test func theFirstScreenSendsWhatWasEntered() async throws {
        let core = core(Outcome(sentence: "", undo: nil, go: .today, changed: true))
        await core.show { $0.first = FirstView(
            sentences: Samples.first.sentences, roles: Samples.first.roles,
            practice: Samples.first.practice, practiceNote: Samples.first.practiceNote, ready: false) }
        let phone = try await phone(core, .today)
        #expect(phone.app.trail.here == .first)
        phone.host.enter(" 赵小川 ", into: Strings.First.name)
        phone.host.enter("石板村", into: Strings.First.village)
        await phone.tap("网格员")
        await phone.tap("村委会成员")
        await phone.tap("网格员")
        await phone.tap("开始用")
        #expect(
            await core.setups == [
                SetupInput(
                    name: "赵小川", roles: ["r1"], village: "石板村", division: nil, practice: false)
            ])
        #expect(phone.app.trail.here == .today)
    }
}
