import PhotosUI
import TanfangShell
import UIKit

/// The phone's camera and photo library, shown over the app. A picture is copied into a file of the
/// temporary folder, closed while the phone is locked; whoever asked removes it.
@MainActor
final class PhonePictures: PictureSource {
    /// Keeps the one that answers alive until it did.
    private var answering: NSObject?

    var takes: Bool { UIImagePickerController.isSourceTypeAvailable(.camera) }

    func take() async -> URL? {
        let picker = UIImagePickerController()
        picker.sourceType = .camera
        return await show(picker) { done in
            let answer = CameraAnswer(done)
            picker.delegate = answer
            return answer
        }
    }

    func choose() async -> URL? {
        // The picker runs outside of the app: no permission to the library is asked for.
        var wanted = PHPickerConfiguration()
        wanted.filter = .images
        wanted.preferredAssetRepresentationMode = .current
        let picker = PHPickerViewController(configuration: wanted)
        return await show(picker) { done in
            let answer = LibraryAnswer(done)
            picker.delegate = answer
            return answer
        }
    }

    private func show(
        _ controller: UIViewController, answer: (@escaping @MainActor (URL?) -> Void) -> NSObject
    ) async -> URL? {
        guard let top = Self.top else { return nil }
        return await withCheckedContinuation { waiting in
            answering = answer { [weak self] file in
                controller.dismiss(animated: true)
                self?.answering = nil
                waiting.resume(returning: file)
            }
            // Swiping it away would answer nothing.
            controller.isModalInPresentation = true
            top.present(controller, animated: true)
        }
    }

    private static var top: UIViewController? {
        let windows = UIApplication.shared.connectedScenes.compactMap { ($0 as? UIWindowScene)?.keyWindow }
        var top = windows.first?.rootViewController
        while let next = top?.presentedViewController { top = next }
        return top
    }
}

/// Returns a place for a picture.
private func fresh(_ ending: String) -> URL {
    URL.temporaryDirectory.appending(path: "photo-\(UUID().uuidString).\(ending)")
}

private final class CameraAnswer: NSObject, UIImagePickerControllerDelegate,
    UINavigationControllerDelegate
{
    private let done: @MainActor (URL?) -> Void
    init(_ done: @escaping @MainActor (URL?) -> Void) { self.done = done }

    func imagePickerController(
        _ picker: UIImagePickerController,
        didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]
    ) {
        let image = info[.originalImage] as? UIImage
        let file = fresh("jpg")
        // The camera of this picker hands over no file of its own, so this is the first one.
        let data = image?.jpegData(compressionQuality: 0.92)
        let written = (try? data?.write(to: file, options: .completeFileProtection)) != nil
        done(written && data != nil ? file : nil)
    }

    func imagePickerControllerDidCancel(_ picker: UIImagePickerController) { done(nil) }
}

private final class LibraryAnswer: NSObject, PHPickerViewControllerDelegate {
    private let done: @MainActor (URL?) -> Void
    init(_ done: @escaping @MainActor (URL?) -> Void) { self.done = done }

    func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult]) {
        guard let provider = results.first?.itemProvider else { return done(nil) }
        let done = done
        provider.loadFileRepresentation(forTypeIdentifier: UTType.image.identifier) { lent, _ in
            // What is lent is gone when this returns.
            let copy = lent.flatMap { lent -> URL? in
                let file = fresh(lent.pathExtension)
                return (try? FileManager.default.copyItem(at: lent, to: file)) == nil ? nil : file
            }
            Task { @MainActor in done(copy) }
        }
    }
}
