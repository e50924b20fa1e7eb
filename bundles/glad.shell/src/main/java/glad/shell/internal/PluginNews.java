package glad.shell.internal;

import glad.kit.plugins.Plugin;
import glad.kit.plugins.Plugin.Offer;
import glad.kit.plugins.Plugin.State;
import glad.kit.plugins.Plugins;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells in an open shell which plugins came, changed or went, until it is closed. */
final class PluginNews implements AutoCloseable {

    private static final int PERIOD_MILLISECONDS = 400;

    private final Plugins plugins;
    private final Consumer<String> tell;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "plugins");
        thread.setDaemon(true);
        return thread;
    });
    private Map<String, Plugin> told = new TreeMap<>();
    private Map<String, Plugin> seen = new TreeMap<>();

    /** Tells at once which plugins don't work, and from then on what changes. */
    PluginNews(Plugins plugins, Consumer<String> tell) {
        this.plugins = plugins;
        this.tell = tell;
        told = now();
        seen = told;
        told.values().stream().map(Plugin::problem).filter(problem -> !problem.isEmpty()).forEach(p -> tell.accept("plugin " + p));
        watch.scheduleWithFixedDelay(this::look, PERIOD_MILLISECONDS, PERIOD_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private Map<String, Plugin> now() {
        return plugins.list().stream().collect(Collectors.toMap(Plugin::file, Function.identity(), (a, b) -> a, TreeMap::new));
    }

    /** Tells what was the same twice: a file may be half copied, and a bundle half started. */
    private void look() {
        Map<String, Plugin> now = now();
        for (String file : List.copyOf(told.keySet())) {
            if (!now.containsKey(file)) {
                tell.accept("plugin \"" + file + "\" is gone");
                told.remove(file);
            }
        }
        now.forEach((file, plugin) -> {
            if (plugin.state() != State.NEW && plugin.equals(seen.get(file)) && !plugin.equals(told.put(file, plugin))) {
                tell.accept("plugin " + (plugin.problem().isEmpty() ? "\"" + file + "\" offers "
                        + plugin.offers().stream().map(Offer::toString).collect(Collectors.joining(", ")) : plugin.problem()));
            }
        });
        seen = now;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
