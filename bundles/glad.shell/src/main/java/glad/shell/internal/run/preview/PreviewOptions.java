package glad.shell.internal.run.preview;

import glad.api.GladException;
import glad.api.data.Sentences;
import glad.bench.VideoTrack;
import glad.pages.FirstFrame;
import glad.pages.OpenPreview;
import glad.pages.PreviewServer;
import glad.shell.Progress;
import glad.shell.ShellCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a track is shown while it is made. */
public final class PreviewOptions {

    private static final String PAGE = "page";
    private static final String TERMINAL = "terminal";

    @Option(names = "--preview", defaultValue = "", paramLabel = "page|terminal", description = "Show the track while it is made, with score map and confidence: on a"
            + " page for a browser on this machine, where the box may be drawn as well, or in the terminal.")
    private String where;

    @Option(names = "--port", paramLabel = "N", description = "Port of the page (default: any that is free).")
    private Integer port;

    /**
     * Refuses what doesn't go together.
     *
     * @param boxed whether the command line says where the target is
     * @param resumed whether a track is gone on with
     * @throws GladException (usage) telling what
     */
    public void check(ShellCommand command, boolean boxed, boolean resumed) {
        if (!where.isEmpty() && !where.equals(PAGE) && !where.equals(TERMINAL)) {
            throw GladException.usage("--preview \"" + where + "\" isn't known; expected page or terminal");
        }
        if (!boxed && (!where.equals(PAGE) || resumed)) {
            throw GladException.usage(resumed ? "--resume goes on with a target that is known; give its --box as it was" : "where is the target in the first frame?"
                    + " Give --box x,y,w,h, or draw it on the page of --preview page");
        }
        if (port != null && !where.equals(PAGE)) {
            throw GladException.usage("--port " + port + " is that of a page; give --preview page as well");
        }
        if (where.equals(TERMINAL)) {
            terminal(command);
        }
    }

    private static PrintWriter terminal(ShellCommand command) {
        return command.terminal().orElseThrow(() -> GladException.usage("--preview terminal draws on standard error, which isn't a terminal here;"
                + " expected a terminal, or --preview page"));
    }

    /**
     * Begins to show.
     *
     * @param pages opens the page
     * @param given the target; empty if a person is asked for it
     * @param said about the target, on the command line
     */
    public Preview open(ShellCommand command, PreviewServer pages, Path input, Optional<Target> given, Sentences said) {
        switch (where) {
            case PAGE -> {
                Optional<FirstFrame> question = given.isPresent() ? Optional.empty() : Optional.of(PageScreen.question(input, said));
                OpenPreview page = pages.open(port == null ? 0 : port, input.toAbsolutePath().getFileName().toString(), question);
                command.remark("preview: " + page.address() + (given.isPresent() ? "" : " (draw the target there)"));
                PageScreen screen = new PageScreen(page);
                return new Preview(Optional.of(screen), stop -> given.isPresent() ? given : screen.ask(stop, said));
            }
            case TERMINAL -> {
                boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
                return new Preview(Optional.of(new TerminalScreen(terminal(command), System.getProperty("glad.terminal.size", ""), colours)), stop -> given);
            }
            default -> {
                return new Preview(Optional.empty(), stop -> given);
            }
        }
    }

    /** Returns what shows how far the track is; where the terminal is drawn on, that stands below the image. */
    public VideoTrack.Listener listener(Progress progress) {
        return where.equals(TERMINAL) ? (done, all, rate) -> { } : (done, all, rate) -> progress.step(done, all, rate, "");
    }
}
