import Foundation

/// Where pictures come from: the phone's camera and its library. The app target brings one.
///
/// A picture arrives as a file of its own, which whoever asked removes once the core has read it.
@MainActor
public protocol PictureSource {
    /// Whether there is a camera.
    var takes: Bool { get }
    /// Has a photo taken; nil when the user thinks better of it.
    func take() async -> URL?
    /// Lets the user choose a picture; nil when they think better of it.
    func choose() async -> URL?
}
