package glad.trackers.process.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tracker as a program of its own, good or bad, that knows nothing of GLAD's code. */
public final class Peer {

    private static final Pattern FRAME = Pattern.compile("\"frame\":(\\d+)");
    private static final Pattern IMAGE = Pattern.compile("\"image\":\"([^\"]+)\"");
    private static final Pattern BOX = Pattern.compile("\"box\":(\\[[^]]+])");

    /** The frame in which bad ones are bad. */
    private static final int BAD = 2;

    private Peer() {}

    /** Returns the entry of one that behaves in some way. */
    static Declaration declared(String behaviour, Path folder, Duration frame) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp", Path.of("target/test-classes").toAbsolutePath().toString(),
                Peer.class.getName(), behaviour));
        if (behaviour.equals("below a shell")) {
            command.addAll(0, List.of("sh", "-c", "\"$@\"; exit $?", "sh"));
        }
        return new Declaration("peer", "a test's", command, Protocol.JSON_LINES, Transport.PIPES, folder, new TreeMap<>(Map.of("PEER", "from trackers.yaml")),
                Duration.ofSeconds(20), frame);
    }

    /** Answers until its input ends, in the way that its word says. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String behaviour = args[0];
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Files.writeString(Path.of("peer.pid"), ProcessHandle.current().pid() + " " + System.getenv("PEER"));
        String box = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Files.writeString(Path.of("asked.txt"), line);
            int frame = Integer.parseInt(found(FRAME, line));
            String size = size(found(IMAGE, line));
            if (frame == 0) {
                box = found(BOX, line);
                out.println("{\"frame\": 0}");
            } else if (frame < BAD) {
                out.println("{\"frame\": " + frame + ", \"box\": " + box + ", \"confidence\": 0.5, \"saw\": \"" + size + "\"}");
            } else {
                answer(behaviour, frame, box, out);
            }
        }
        if (behaviour.equals("deaf")) {
            Thread.sleep(600_000);
        }
    }

    private static void answer(String behaviour, int frame, String box, PrintStream out) throws InterruptedException {
        switch (behaviour) {
            case "crash" -> {
                System.err.println("out of luck\nmodel.cpp:12: assertion failed");
                Runtime.getRuntime().halt(3);
            }
            case "silent" -> Thread.sleep(600_000);
            case "chatty" -> out.println("frame " + frame + " took \u001b[31m5 ms");
            case "endless" -> {
                while (!out.checkError()) {
                    out.print("na na na ");
                }
            }
            case "flat" -> out.println("{\"frame\": " + frame + ", \"box\": [1, 2, 30, 0]}");
            case "huge" -> out.println("{\"frame\": " + frame + ", \"box\": [1e999, 2, 30, 20]}");
            case "short" -> out.println("{\"frame\": " + frame + ", \"box\": [1, 2, 3]}");
            case "sure" -> out.println("{\"frame\": " + frame + ", \"box\": " + box + ", \"confidence\": 7.5}");
            case "late" -> out.println("{\"frame\": " + (frame - 1) + ", \"box\": " + box + "}");
            case "sorry" -> out.println("{\"frame\": " + frame + ", \"error\": \"no such image\"}");
            default -> out.println("{\"frame\": " + frame + ", \"box\": " + box + "}");
        }
    }

    private static String found(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            throw new IllegalArgumentException(line);
        }
        return matcher.group(1);
    }

    /** Reads an image as far as it needs to know that it is one. */
    private static String size(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(file));
        String[] head = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", 4);
        String[] size = head[1].split(" ");
        if (!head[0].equals("P6") || head[3].length() != Integer.parseInt(size[0]) * Integer.parseInt(size[1]) * 3) {
            throw new IOException(file + " is no whole PPM file");
        }
        return head[1];
    }
}
