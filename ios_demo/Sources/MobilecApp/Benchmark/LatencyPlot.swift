#if canImport(UIKit)
    import Charts
    import MobilecScreens
    import SwiftUI

    /// One row for each sentence: every sample is a dot on a common axis of milliseconds from 0, in its
    /// order from top to bottom; the long mark is the median, the short one the 90th percentile.
    struct LatencyPlot: View {
        let rows: [PlotRow]

        private var largest: Double { rows.flatMap(\.samples).max() ?? 0 }

        var body: some View {
            VStack(alignment: .leading, spacing: 12) {
                ForEach(rows) { row in
                    Text(verbatim: row.title.text).font(.footnote).accessibilityHidden(true)
                    dots(row)
                        .frame(height: 48)
                        .accessibilityElement(children: .ignore)
                        .accessibilityLabel(row.spoken(row.title.text).text)
                }
                Text(Phrase.benchPlotAxis)
                    .font(.caption)
                    .foregroundStyle(.secondary)
                    .frame(maxWidth: .infinity, alignment: .trailing)
            }
            .padding(.vertical, 4)
        }

        private func dots(_ row: PlotRow) -> some View {
            Chart {
                ForEach(Array(row.samples.enumerated()), id: \.offset) { place, sample in
                    PointMark(
                        x: .value(Phrase.benchPlotAxis.text, sample),
                        y: .value("", -Double(place + 1) / Double(row.samples.count + 1))
                    )
                    .symbolSize(16)
                    .foregroundStyle(Palette.accent.opacity(0.4))
                }
                RuleMark(
                    x: .value(Phrase.benchP50.text, row.p50), yStart: .value("", -1.0),
                    yEnd: .value("", 0.0)
                )
                .foregroundStyle(Palette.accent)
                RuleMark(
                    x: .value(Phrase.benchP90.text, row.p90), yStart: .value("", -0.67),
                    yEnd: .value("", -0.33)
                )
                .foregroundStyle(Palette.accent)
            }
            .chartXScale(domain: 0...max(largest, .leastNormalMagnitude))
            .chartYScale(domain: -1.0...0.0)
            .chartYAxis(.hidden)
        }
    }
#endif
