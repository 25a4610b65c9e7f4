import Testing

@testable import Tanfang

/// The writer of the vector test itself, on records whose JSON is known.
@Suite struct ViewJsonTests {
    @Test func textsAndNothingAreWrittenAsTheVectorsHaveThem() {
        let outcome = Outcome(sentence: "说\"好\"\n", undo: nil, go: .home(household: "h1"), changed: true)
        let wanted = #"{"sentence":"说\"好\"\n","undo":null,"go":{"Home":{"household":"h1"}},"changed":true}"#
        #expect(viewJson(outcome) == wanted)
    }

    @Test func enumsWithAndWithoutFieldsAreWrittenByName() {
        let line = Line(text: Masked(text: "a", masked: "b"), tone: .plain, go: .today)
        #expect(viewJson(line) == #"{"text":{"text":"a","masked":"b"},"tone":"Plain","go":"Today"}"#)
        #expect(viewJson(VisitInput(key: "k", value: .sameGroup)) == #"{"key":"k","value":"SameGroup"}"#)
        let chosen = VisitInput(key: "k", value: .choose(codes: ["1", "2"]))
        #expect(viewJson(chosen) == #"{"key":"k","value":{"Choose":{"codes":["1","2"]}}}"#)
    }
}
