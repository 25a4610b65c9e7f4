import CoreLocation
import Tanfang
import TanfangShell

/// Where the phone is, asked once for one photo: no track, nothing in the background. The permission is
/// asked for when a place is first wanted; who refuses has the photo without one.
///
/// Like all of this folder it was never compiled where this project is tested.
@MainActor
final class PhonePlace: NSObject, PlaceSource, CLLocationManagerDelegate {
    private let manager = CLLocationManager()
    private var waiting: CheckedContinuation<Fix?, Never>?

    override init() {
        super.init()
        manager.delegate = self
        manager.desiredAccuracy = kCLLocationAccuracyNearestTenMeters
    }

    func now() async -> Fix? {
        answer(nil)
        return await withCheckedContinuation { waiting in
            self.waiting = waiting
            switch manager.authorizationStatus {
            case .notDetermined: manager.requestWhenInUseAuthorization()
            case .authorizedWhenInUse, .authorizedAlways: manager.requestLocation()
            default: answer(nil)
            }
        }
    }

    private func answer(_ fix: Fix?) {
        waiting?.resume(returning: fix)
        waiting = nil
    }

    nonisolated func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        let status = manager.authorizationStatus
        Task { @MainActor in
            guard waiting != nil else { return }
            switch status {
            case .notDetermined: break
            case .authorizedWhenInUse, .authorizedAlways: self.manager.requestLocation()
            default: answer(nil)
            }
        }
    }

    nonisolated func locationManager(
        _ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]
    ) {
        let fix = locations.last.map(place)
        Task { @MainActor in answer(fix) }
    }

    nonisolated func locationManager(_ manager: CLLocationManager, didFailWithError error: any Error) {
        Task { @MainActor in answer(nil) }
    }
}

/// A place as records keep it. Core Location does not say who told it, so no clock of satellites is
/// claimed.
private func place(_ location: CLLocation) -> Fix {
    let e7 = { (degrees: Double) in Int32((degrees * 1e7).rounded()) }
    let accuracy = location.horizontalAccuracy
    return Fix(
        PhotoPlace(
            latE7: e7(location.coordinate.latitude), lonE7: e7(location.coordinate.longitude),
            accuracyM: accuracy >= 0 ? UInt32(accuracy.rounded(.up)) : nil,
            provider: "core-location",
            mock: location.sourceInformation?.isSimulatedBySoftware,
            ageS: UInt32(max(0, -location.timestamp.timeIntervalSinceNow)), satellites: nil))
}
