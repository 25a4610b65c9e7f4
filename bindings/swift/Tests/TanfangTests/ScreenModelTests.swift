import Testing

@testable import Tanfang

@MainActor
@Suite struct ScreenModelTests {
    private func more(_ worker: String) -> MoreView { MoreView(worker: worker, entries: []) }

    @Test func aTapThatChangedSomethingLoadsAgain() async {
        var views = FakeCore.Views()
        views.more = more("a")
        let fake = FakeCore(
            views, outcome: Outcome(sentence: "记下了", undo: nil, go: .today, changed: true))
        let model = ScreenModel(fake) { try await $0.more() }
        await model.reload()
        #expect(model.view?.worker == "a")

        await fake.show { $0.more = MoreView(worker: "b", entries: []) }
        let go = await model.send(.go(screen: .today))
        #expect(go == .today)
        #expect(model.view?.worker == "b")
        #expect(model.said?.sentence == "记下了")
        #expect(await fake.sent == [.go(screen: .today)])
    }

    @Test func aTapThatChangedNothingKeepsTheView() async {
        var views = FakeCore.Views()
        views.more = more("a")
        let fake = FakeCore(
            views, outcome: Outcome(sentence: "", undo: nil, go: nil, changed: false))
        let model = ScreenModel(fake) { try await $0.more() }
        await model.reload()
        await fake.show { $0.more = MoreView(worker: "b", entries: []) }
        await model.send(.go(screen: .more))
        #expect(model.view?.worker == "a")
    }

    @Test func aRefusalIsASentenceAndTheViewStays() async {
        var views = FakeCore.Views()
        views.more = more("a")
        let fake = FakeCore(views)
        let model = ScreenModel(fake) { try await $0.more() }
        await model.reload()
        await model.send(.go(screen: .more))
        #expect(model.view?.worker == "a")
        #expect(model.problem == Strings.Error.internal)
    }
}
