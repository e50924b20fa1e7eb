package glad.pages;

import glad.jobs.JobQueue;
import glad.pages.internal.Guard;
import glad.pages.internal.LoopbackHttp;
import glad.pages.internal.PageServlet;
import glad.pages.internal.Site;
import glad.runs.RunStore;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens pages about runs, jobs and trainings to browsers on this machine, and to nobody else. */
@Component(service = PageServer.class)
public final class PageServer {

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final RunStore runs;
    private final JobQueue jobs;

    /** Made by the component runtime. */
    @Activate
    public PageServer(BundleContext context, @Reference ConfigurationAdmin configurations, @Reference RunStore runs, @Reference JobQueue jobs) {
        this.context = context;
        this.configurations = configurations;
        this.runs = runs;
        this.jobs = jobs;
    }

    /**
     * Opens them, on the loopback address only. Whoever doesn't know the token in the address sees nothing.
     *
     * @param port on which to listen, in [1, 65535], or 0 for any that is free
     * @param control whether jobs and the marks of runs may be changed; otherwise the pages can only be read
     * @param trainings folders of trainings that don't lie in the folder for results
     * @throws glad.api.GladException (usage) if the port is taken or none, or pages are open already; (failure) if the server doesn't start
     */
    public OpenPages open(int port, boolean control, List<Path> trainings) {
        String token = Guard.newToken();
        int free = LoopbackHttp.free(port);
        String readOnly = control ? "" : "these pages can only be read; ./glad serve --control lets them change jobs and runs";
        Site site = new Site("/" + token, runs, jobs, trainings, control);
        return new OpenPages(LoopbackHttp.open(context, configurations, free, token, new PageServlet(new Guard(free, readOnly), site)));
    }
}
