import Foundation
import SwiftUI
import Tanfang
import TanfangShell
import Testing

@testable import TanfangScreens

/// 提示 and 政策: what is asked in place reaches the core whole, never half.
@MainActor
@Suite struct HintTests {
    private func phone(_ core: FakeCore, _ screen: Screen) async throws -> Phone {
        let phone = try Phone(core, at: screen)
        await phone.settle()
        return phone
    }

    @Test func theQuestionThatDecidesMostIsAnsweredOnTheHomeWithOneTap() async throws {
        let core = FakeCore(Samples.views)
        let phone = try await phone(core, .home(household: "h1"))
        await phone.tap("要")
        #expect(
            await core.answers == [
                VisitInput(key: "need_care@person p2", value: .choose(codes: ["0"]))
            ])
    }

    @Test func anAmountWaitsForAWordAndIsThereAgainAfterALookElsewhere() async throws {
        let core = FakeCore(Samples.views)
        let phone = try await phone(core, .home(household: "h1"))
        let field = "这次住院自己掏了多少? \(Strings.Hint.typeMoney)"
        await phone.tap("问这一句 这次住院自己掏了多少?")
        #expect(phone.host.control("记下 这次住院自己掏了多少?")?.isEnabled == false)
        await phone.enter("20000~30000", field)
        #expect(await core.answers.isEmpty, "half an answer is not sent")
        phone.app.go(.hint(household: "h1", key: "k3"))
        await phone.settle()
        await phone.back()
        #expect(phone.host.all.contains { $0.kind == .field && $0.value == "20000~30000" })
        await phone.tap("记下 这次住院自己掏了多少?")
        #expect(
            await core.answers == [
                VisitInput(key: "own_cost@household h1", value: .type(text: "20000~30000"))
            ])
    }

    @Test func severalAnswersWaitForAWordAndGoTogether() async throws {
        var views = Samples.views
        let many = HintAsk(
            about: nil,
            question: Samples.question(
                "ills", "有哪些病?", .many, [("高血压", false), ("糖尿病", false), ("尿毒症", false)]),
            how: "问", why: "", go: nil)
        views.hint = Samples.hintAsking(many)
        let core = FakeCore(views)
        let phone = try await phone(core, .hint(household: "h1", key: "k1"))
        for word in ["高血压", "尿毒症", "糖尿病", "糖尿病"] { await phone.tap(word) }
        #expect(await core.answers.isEmpty)
        await phone.tap("记下 有哪些病?")
        #expect(await core.answers == [VisitInput(key: "ills", value: .choose(codes: ["0", "2"]))])
    }

    @Test func aCardOpensItsHintAndAHintItsPolicy() async throws {
        let phone = try await phone(FakeCore(Samples.views), .home(household: "h1"))
        let card = try #require(
            phone.host.all.first { $0.kind == .button && $0.spoken.hasPrefix("最低生活保障(低保)") })
        await phone.tap(card.spoken)
        #expect(phone.app.trail.here == .hint(household: "h1", key: "k1"))
        await phone.tap("看原文 户籍在本县的家庭")
        #expect(phone.shows("给予最低生活保障"))
        #expect(phone.host.control("问这一句 家里的收入就是这些吗?") == nil, "it is not asked twice")
        await phone.tap("看政策")
        #expect(phone.app.trail.here == .policy(key: "CN-2026:R01"))
    }

    @Test func aGroupBeginsWithAFewAndShowsAllOnAsking() async throws {
        let phone = try await phone(FakeCore(Samples.views), .home(household: "h1"))
        #expect(!phone.shows("高龄津贴") && !phone.shows("养老服务消费补贴"))
        await phone.tap("展开 按现有信息不符合")
        await phone.tap("展开 还差几句话")
        #expect(phone.shows("高龄津贴") && phone.shows("养老服务消费补贴"))
    }

    @Test func anItemIsWrittenDownWithAllItsParts() async throws {
        let core = FakeCore(Samples.views)
        let phone = try await phone(core, .items(household: "h1", key: "income@household h1"))
        #expect(phone.host.control("记下这一条")?.isEnabled == false)
        await phone.tap("养老金")
        await phone.enter("1034", "多少元? \(Strings.Hint.typeMoney)")
        await phone.tap("一个月")
        #expect(await core.answers.isEmpty)
        await phone.tapPrimary()
        #expect(
            await core.answers == [
                VisitInput(key: "kind", value: .choose(codes: ["1"])),
                VisitInput(key: "amount", value: .type(text: "1034")),
                VisitInput(key: "period", value: .choose(codes: ["0"])),
            ])
        #expect(phone.host.control("记下这一条")?.isEnabled == false)
    }

    @Test func whatNobodyHasSetIsSaid() async throws {
        let phone = try await phone(FakeCore(Samples.views), .policies)
        #expect(phone.shows("内容未配置:救助标准") && phone.shows("五有"))
        let card = try #require(
            phone.host.all.first { $0.kind == .button && $0.spoken.hasPrefix("临时救助") })
        await phone.tap(card.spoken)
        #expect(phone.shows("房屋套数上限 内容未配置"))
    }
}
