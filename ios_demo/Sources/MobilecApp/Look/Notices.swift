#if canImport(UIKit)
    import MobilecScreens
    import SwiftUI

    /// What is waited for, and a way out where there is one.
    struct BusyNotice: View {
        let what: Phrase
        var cancel: (@MainActor () -> Void)?

        var body: some View {
            HStack(spacing: 12) {
                ProgressView()
                Text(what).foregroundStyle(.secondary)
                Spacer()
                if let cancel {
                    Button(Phrase.benchCancel.text, action: cancel)
                }
            }
            .accessibilityElement(children: .combine)
        }
    }

    /// What went wrong, what is true, what to do.
    struct ProblemCard: View {
        let problem: Problem

        var body: some View {
            VStack(alignment: .leading, spacing: 8) {
                Label(problem.title.text, systemImage: "exclamationmark.triangle")
                    .font(.headline)
                    .foregroundStyle(Palette.bad)
                    .accessibilityAddTraits(.isHeader)
                Text(problem.detail).textSelection(.enabled)
                Text(problem.advice).foregroundStyle(.secondary)
            }
            .card(Palette.bad.opacity(0.12))
            .onAppear { announce("\(problem.title.text). \(problem.detail.text)") }
        }
    }

    /// What must be known of every answer.
    struct WarningCard: View {
        let warning: Said

        var body: some View {
            Label(warning.text, systemImage: "exclamationmark.triangle")
                .foregroundStyle(Palette.bad)
                .card(Palette.bad.opacity(0.12))
                .onAppear { announce(warning.text) }
        }
    }

    /// Says to one who listens what one who sees has just seen appear.
    @MainActor
    func announce(_ words: String) {
        AccessibilityNotification.Announcement(words).post()
    }
#endif
