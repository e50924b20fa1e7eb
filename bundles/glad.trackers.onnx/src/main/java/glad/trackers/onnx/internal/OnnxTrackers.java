package glad.trackers.onnx.internal;

import glad.api.track.TrackerFactory;
import glad.trackers.Entry;
import glad.trackers.TrackerKind;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Trackers given as ONNX files. */
@Component(service = TrackerKind.class)
public final class OnnxTrackers implements TrackerKind {

    private static final String ONNX = "onnx";
    private static final String THREADS = "threads";
    private static final String DESCRIPTION = "description";
    private static final int MOST_THREADS = 1024;

    @Override
    public String key() {
        return ONNX;
    }

    @Override
    public TrackerFactory of(Entry entry) {
        entry.only(List.of(ONNX, THREADS, DESCRIPTION));
        return new OnnxTrackerFactory(entry.id(), entry.text(DESCRIPTION, entry.text(ONNX)), entry.path(ONNX),
                (int) entry.number(THREADS, 1, MOST_THREADS, 1));
    }
}
