import Foundation

/// Whether an error that loading a compiled program ended with is about reading its files, so that
/// compiling it anew helps, and not about running it on some processors.
public func isOfReading(_ error: any Error) -> Bool {
    let told = error as NSError
    switch told.domain {
    case coreML where told.code == io: return true
    case NSCocoaErrorDomain where fileReading.contains(told.code): return true
    case NSPOSIXErrorDomain where told.code != Int(ENOMEM): return true
    default:
        guard let beneath = told.userInfo[NSUnderlyingErrorKey] as? any Error else { return false }
        return isOfReading(beneath)
    }
}

private let coreML = "com.apple.CoreML"
/// MLModelError.io.
private let io = 3
/// Cocoa's codes from NSFileNoSuchFileError on to those of writing.
private let fileReading = 4..<512
