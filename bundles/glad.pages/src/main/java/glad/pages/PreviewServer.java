package glad.pages;

import glad.pages.internal.Guard;
import glad.pages.internal.LoopbackHttp;
import glad.pages.internal.MotionJpeg;
import glad.pages.internal.PageServlet;
import glad.pages.internal.PreviewPages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens a page that shows a track while it is made, and may ask for the target before, to browsers on this machine and to nobody else. */
@Component(service = PreviewServer.class)
public final class PreviewServer {

    private final BundleContext context;
    private final ConfigurationAdmin configurations;

    /** Made by the component runtime. */
    @Activate
    public PreviewServer(BundleContext context, @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.configurations = configurations;
    }

    /**
     * Opens it, on the loopback address only. Whoever doesn't know the token in the address sees nothing.
     *
     * @param port on which to listen, in [1, 65535], or 0 for any that is free
     * @param title what is tracked in
     * @param first on which the page asks for the target, once; empty if it is known
     * @throws glad.api.GladException (usage) if the port is taken or none, or pages are open already; (failure) if the server doesn't start
     */
    public OpenPreview open(int port, String title, Optional<FirstFrame> first) {
        String token = Guard.newToken();
        int free = LoopbackHttp.free(port);
        MotionJpeg motion = new MotionJpeg();
        CompletableFuture<ChosenTarget> target = new CompletableFuture<>();
        Guard guard = new Guard(free, first.isPresent() ? "" : "the target of this track is known; nothing can be changed here");
        PreviewPages pages = new PreviewPages("/" + token, title, first, motion, target);
        return new OpenPreview(LoopbackHttp.open(context, configurations, free, token, new PageServlet(guard, pages)), motion, target);
    }
}
