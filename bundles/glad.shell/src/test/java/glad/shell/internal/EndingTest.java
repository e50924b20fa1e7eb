package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.shell.StopRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

class EndingTest {

    private final List<SynchronousBundleListener> listeners = new CopyOnWriteArrayList<>();
    private final Bundle system = (Bundle) Proxy.newProxyInstance(EndingTest.class.getClassLoader(), new Class<?>[] {Bundle.class},
            (proxy, method, args) -> method.getName().equals("equals") ? proxy == args[0] : null);
    private final BundleContext context = (BundleContext) Proxy.newProxyInstance(EndingTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class}, (proxy, method, args) -> switch (method.getName()) {
                case "addBundleListener" -> listeners.add((SynchronousBundleListener) args[0]);
                case "removeBundleListener" -> listeners.remove(args[0]);
                case "getBundle" -> system;
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void theFrameworkWaitsUntilACommandThatWasAskedToStopHasEnded() throws Exception {
        StopRequest stop = new StopRequest();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch saved = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch working = new CountDownLatch(1);
        CompletableFuture<Void> command = CompletableFuture.runAsync(() -> {
            try (Ending ending = new Ending(context, stop)) {
                stop.during(asked::countDown, () -> {
                    working.countDown();
                    return saved.await(10, TimeUnit.SECONDS);
                });
                order.add("command");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(working.await(10, TimeUnit.SECONDS));
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            listeners.forEach(listener -> listener.bundleChanged(new BundleEvent(BundleEvent.STOPPING, system)));
            order.add("framework");
        });
        assertTrue(asked.await(10, TimeUnit.SECONDS), "the command isn't asked to stop");
        Thread.sleep(50);
        assertFalse(end.isDone(), "the framework doesn't wait");
        saved.countDown();
        end.get(10, TimeUnit.SECONDS);
        command.get(10, TimeUnit.SECONDS);
        assertEquals(List.of("command", "framework"), order);
        assertEquals(List.of(), listeners, "a listener is left");
    }
}
