package glad.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Many workers on one queue in simulated time: {@link Claims}, {@link JobFolder} and {@link Workers} are the real ones and work on real files, whose
 * questions to the file server are counted and take simulated time; what tasks compute is left out. What a worker does between two waits is one event, so that
 * two never race for a file.
 */
final class ScaleSimulation {

    private static final double PAUSE = 0.5;
    private static final double BEAT = 5;
    private static final double SHOWN = 2;
    private static final double REPLACED = 60;

    /**
     * What is simulated.
     *
     * @param workers that begin within a minute
     * @param tasks of one job
     * @param parts sequences of a task
     * @param part seconds that a sequence takes on the average
     * @param preemptions per worker and hour
     * @param lookFar how often a worker looks at the claims of other machines
     * @param seconds after which it stops
     * @param service seconds of the file server per question
     * @param latency seconds from a worker to the file server and back
     */
    record Setting(int workers, int tasks, int parts, double part, double preemptions, Duration lookFar, double seconds, double service, double latency) {}

    /** What came of it. */
    record Result(double seconds, int claims, int done, double idle, double lost, double backAfter, int takenAlive, double questions, double longest, int repeated) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f s: %d claims (%.2f a second), %d done, idle %.1f %%, lost %.2f %% of the work, back after %.0f s, %d taken of live"
                    + " workers, %d done twice, %.0f questions a second, longest wait for the server %.2f s", seconds, claims, claims / seconds, done, 100 * idle, 100 * lost,
                    backAfter, takenAlive, repeated, questions, longest);
        }
    }

    private record Event(double time, long number, Runnable does) {}

    private final Setting setting;
    private final Path runs;
    private final Random random = new Random(7);
    private final Instant begin = Instant.now();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingDouble(Event::time).thenComparingLong(Event::number));
    private final Map<String, Integer> partsDone = new HashMap<>();
    private final Map<String, Double> orphans = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final JobQueue queue;
    private final long progressQuestions;
    private double now;
    private long number;
    private double serverFree;
    private double longest;
    private long questions;
    private int claims;
    private int done;
    private int repeated;
    private double busy;
    private double lost;
    private double present;
    private int takenAlive;
    private int back;
    private double backAfter;
    private int names;

    private ScaleSimulation(Setting setting, Path folder) throws IOException {
        this.setting = setting;
        this.runs = CountedFiles.of(folder);
        this.queue = JobQueue.in(runs, List.of(), new Clock() {

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return begin.plusNanos((long) (now * 1e9));
            }
        });
        String id = queue.submit("scale", "scale", "test", IntStream.range(0, setting.tasks).mapToObj(i ->
                new Spec("cell " + i, JsonNodeFactory.instance.objectNode().put("number", i))).toList());
        JobFolder job = queue.folders().get(0);
        job.progress("0001", 0, "the first sequence, frame 1");
        CountedFiles.take(runs);
        job.progress("0001", 0, "the first sequence, frame 1");
        progressQuestions = CountedFiles.take(runs);
        if (!id.equals(job.id())) {
            throw new IOException("the folder isn't empty");
        }
    }

    /** Simulates. @param folder empty */
    static Result run(Setting setting, Path folder) throws IOException {
        ScaleSimulation simulation = new ScaleSimulation(setting, folder);
        for (int i = 0; i < setting.workers; i++) {
            simulation.at(simulation.random.nextDouble() * 60, simulation.new SimulatedWorker()::begin);
        }
        return simulation.result();
    }

    private Result result() {
        while (!events.isEmpty() && events.peek().time <= setting.seconds) {
            Event event = events.poll();
            now = event.time;
            event.does.run();
        }
        double end = events.isEmpty() ? now : setting.seconds;
        double all = Math.max(1e-9, present);
        return new Result(end, claims, done, 1 - busy / all, lost / Math.max(1e-9, busy), back == 0 ? 0 : backAfter / back, takenAlive, questions / end, longest, repeated);
    }

    private void at(double time, Runnable does) {
        events.add(new Event(time, number++, does));
    }

    /** Returns when the server has answered so many questions, asked one after the other from now on. */
    private double answered(long asked) {
        questions += asked;
        double served = Math.max(now, serverFree);
        longest = Math.max(longest, served - now);
        serverFree = served + asked * setting.service;
        return serverFree + asked * setting.latency;
    }

    private static double exponential(Random random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** One worker until it ends or is preempted. */
    private final class SimulatedWorker {

        private final WorkerName name = new WorkerName("node" + names, 1000L + names++, 1, 1, "");
        private final Workers workers = Workers.in(queue.folder(), queue.clock());
        private final Claims claimer = new Claims(queue, name, this::tookBack, setting.lookFar);
        private Claims.Claim claim;
        private double partBegan;
        private double seen;
        private boolean gone;

        void begin() {
            seen = now;
            if (setting.preemptions > 0) {
                at(now + exponential(random, 3600 / setting.preemptions), this::preempt);
            }
            step();
        }

        private void tookBack(String line) {
            String task = line.replaceFirst("\\S+ (\\d+):.*", "$1");
            Double since = orphans.remove(task);
            if (since == null) {
                takenAlive++;
            } else {
                back++;
                backAfter += now - since;
            }
        }

        private void count(boolean working) {
            double until = Math.min(now, setting.seconds);
            present += until - seen;
            if (working) {
                busy += until - seen;
            }
            seen = until;
        }

        private void step() {
            if (gone) {
                return;
            }
            count(false);
            try {
                workers.beat(name);
                claimer.takeBack();
                Optional<Claims.Claim> next = claimer.next();
                if (next.isPresent()) {
                    claim = next.get();
                    claim.job().submitted();
                    claims++;
                    at(answered(CountedFiles.take(runs)), this::work);
                } else if (claimer.nothingLeft()) {
                    workers.leave(name);
                    gone = true;
                } else {
                    at(answered(CountedFiles.take(runs)) + PAUSE, this::step);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void work() {
            if (!gone) {
                count(false);
                Claims.Claim own = claim;
                beat(own);
                at(now + SHOWN, () -> show(own));
                part();
            }
        }

        private void part() {
            partBegan = now;
            Claims.Claim own = claim;
            at(now + exponential(random, setting.part), () -> partEnds(own));
        }

        private void partEnds(Claims.Claim own) {
            if (gone || claim != own) {
                return;
            }
            count(true);
            if (partsDone.merge(own.task(), 1, Integer::sum) < setting.parts) {
                part();
                return;
            }
            if (own.job().end(own.task(), name, State.DONE, "")) {
                done++;
                repeated += finished.add(own.task()) ? 0 : 1;
            }
            claim = null;
            at(answered(CountedFiles.take(runs)), this::step);
        }

        private void beat(Claims.Claim own) {
            if (gone || claim != own) {
                return;
            }
            try {
                workers.beat(name);
                boolean kept = own.job().beat(own.task(), name) && !own.job().cancelled();
                double then = answered(CountedFiles.take(runs));
                if (kept) {
                    at(then + BEAT, () -> beat(own));
                } else {
                    count(true);
                    lost += now - partBegan;
                    claim = null;
                    at(then, this::step);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void show(Claims.Claim own) {
            if (!gone && claim == own) {
                at(Math.max(now + SHOWN, answered(progressQuestions)), () -> show(own));
            }
        }

        private void preempt() {
            if (gone) {
                return;
            }
            count(claim != null);
            gone = true;
            if (claim != null) {
                lost += now - partBegan;
                orphans.put(claim.task(), now);
            }
            at(now + REPLACED, new SimulatedWorker()::begin);
        }
    }

    /** Prints the figures of docs/SCALE.md. @param args a folder in memory, such as /dev/shm, and which settings by number; all if none is named */
    public static void main(String[] args) throws IOException {
        Duration always = Duration.ZERO;
        Duration usual = Claims.LOOK_FAR;
        double served = 1e-4;
        double away = 5e-4;
        List<Setting> settings = List.of(
                new Setting(1000, 100, 10_000, 10, 0, always, 70, served, away),
                new Setting(1000, 100, 10_000, 10, 0, usual, 120, served, away),
                new Setting(10, 10_000, 100, 10, 1, usual, 3600, served, away),
                new Setting(100, 10_000, 100, 10, 1, usual, 1800, served, away),
                new Setting(1000, 10_000, 100, 10, 0, always, 90, served, away),
                new Setting(1000, 10_000, 100, 10, 1, usual, 600, served, away),
                new Setting(1000, 10_000, 1, 10, 1, usual, 90, served, away));
        for (int i = 0; i < settings.size(); i++) {
            if (args.length == 1 || List.of(args).subList(1, args.length).contains(Integer.toString(i))) {
                Path folder = Files.createTempDirectory(Path.of(args[0]), "scale");
                System.out.println(i + " " + settings.get(i) + "\n  " + run(settings.get(i), folder));
            }
        }
    }
}
