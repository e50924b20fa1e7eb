package @package@;

import glad.api.Box;
import glad.api.GladId;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import org.osgi.service.component.annotations.Component;

/** The fraction of frames whose predicted box covers the centre of the true one. */
@GladId("@id@")
@Component
public final class @Class@ implements Metric {

    @Override public String name() { return "@Class@"; }

    @Override public String unit() { return "%"; }

    @Override public double min() { return 0; }

    @Override public double max() { return 100; }

    @Override public Direction direction() { return Direction.HIGHER_IS_BETTER; }

    @Override
    public double measure(Track track) {
        int frames = 0;
        int hits = 0;
        for (int i = 0; i < Math.min(track.groundTruth().size(), track.predicted().size()); i++) {
            Box groundTruth = track.groundTruth().get(i);
            Box found = track.predicted().get(i);
            if (groundTruth.isValid()) {
                frames++;
                hits += Math.abs(groundTruth.cx() - found.cx()) <= found.w() / 2 && Math.abs(groundTruth.cy() - found.cy()) <= found.h() / 2 ? 1 : 0;
            }
        }
        return 100.0 * hits / frames; // NaN without frames that count
    }
}
