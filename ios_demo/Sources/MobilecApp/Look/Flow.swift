#if canImport(UIKit)
    import SwiftUI

    /// One beside the other, and on the next line where there is no room left.
    struct Flow: Layout {
        var spacing: CGFloat = 8

        func sizeThatFits(proposal: ProposedViewSize, subviews: Subviews, cache: inout ()) -> CGSize {
            let places = places(of: subviews, width: proposal.width ?? .infinity)
            return CGSize(
                width: proposal.width ?? places.map(\.maxX).max() ?? 0, height: places.map(\.maxY).max() ?? 0)
        }

        func placeSubviews(
            in bounds: CGRect, proposal: ProposedViewSize, subviews: Subviews, cache: inout ()
        ) {
            for (subview, place) in zip(subviews, places(of: subviews, width: bounds.width)) {
                let corner = CGPoint(x: bounds.minX + place.minX, y: bounds.minY + place.minY)
                subview.place(at: corner, anchor: .topLeading, proposal: ProposedViewSize(place.size))
            }
        }

        private func places(of subviews: Subviews, width: CGFloat) -> [CGRect] {
            var corner = CGPoint.zero
            var lineHeight: CGFloat = 0
            return subviews.map { subview in
                var size = subview.sizeThatFits(ProposedViewSize(width: nil, height: nil))
                if size.width > width {
                    size = subview.sizeThatFits(ProposedViewSize(width: width, height: nil))
                }
                if corner.x > 0, corner.x + size.width > width {
                    corner = CGPoint(x: 0, y: corner.y + lineHeight + spacing)
                    lineHeight = 0
                }
                defer { corner.x += size.width + spacing }
                lineHeight = max(lineHeight, size.height)
                return CGRect(origin: corner, size: size)
            }
        }
    }
#endif
