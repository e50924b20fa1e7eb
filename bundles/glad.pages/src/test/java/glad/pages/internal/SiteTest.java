package glad.pages.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.jobs.JobQueue;
import glad.jobs.Spec;
import glad.jobs.State;
import glad.runs.RunStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

    /** What would be a script if it weren't escaped; wherever a value of a file can get into a page. */
    private static final String EVIL = "<script>alert(1)</script>\"'&";

    @TempDir
    private Path folder;

    private Path runs() {
        return folder.resolve("runs");
    }

    private void run(String id, double auc) throws IOException {
        Path run = Files.createDirectories(runs().resolve(id));
        Files.writeString(run.resolve("provenance.json"), JsonNodeFactory.instance.objectNode().put("experiment", EVIL)
                .put("date", "2026-01-02T03:04:05Z").put("seed", 3).toString());
        Files.writeString(run.resolve("figures.json"), "{\"dataset\": \"lasot\", \"coverage\": \"1/1\", \"metrics\": {\"success\": " + auc + "}}");
        Files.writeString(run.resolve("content.json"), "{\"x\": " + auc + "}");
        Files.writeString(run.resolve("experiment.yaml"), "name: " + EVIL + "\n");
        Files.writeString(run.resolve("report.html"), "<h1>the report</h1>");
    }

    /** Returns a page's text; two characters that templates escape although they needn't are easier to read so. */
    private static String shown(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return response.body().replace("&#61;", "=").replace("&#39;", "'");
    }

    @Test
    void runsAreListedFilteredSortedAndPutSideBySide() throws Exception {
        run("nano/a", 61.5);
        run("nano/b", 7);
        RunStore.in(runs()).mark("nano/b", List.of("paper"), List.of(), EVIL);
        try (Served served = new Served(runs(), List.of(), false)) {
            String all = shown(served.get("/runs?sort=success"));
            assertTrue(all.indexOf("id=nano%2Fa") < all.indexOf("id=nano%2Fb"), all);
            assertTrue(all.contains("61.50") && all.contains("paper") && all.contains("2 runs"), all);
            String some = shown(served.get("/?filter=success%3E60&filter="));
            assertTrue(some.contains("id=nano%2Fa") && !some.contains("id=nano%2Fb"), some);
            HttpResponse<String> wrong = served.get("/runs?filter=sucess%3E60");
            assertEquals(400, wrong.statusCode());
            assertTrue(wrong.body().contains("did you mean &quot;success&quot;") && wrong.body().contains("value=\"sucess"), wrong.body());
            String pair = shown(served.get("/diff?id=nano%2Fa&id=nano%2Fb"));
            assertTrue(pair.contains("61.5") && pair.contains("figure success"), pair);
            assertEquals(400, served.get("/diff?id=nano%2Fa").statusCode());
            assertTrue(shown(served.get("/run?id=nano%2Fa")).contains("id=nano%2Fa&amp;name=report.html"));
        }
    }

    @Test
    void nothingThatAFileSaysBecomesMarkup() throws Exception {
        run("nano/a", 1);
        run("nano/b", 2);
        RunStore.in(runs()).mark("nano/a", List.of("t"), List.of(), EVIL);
        String job = JobQueue.in(runs()).submit("x", EVIL, EVIL, List.of(new Spec(EVIL, JsonNodeFactory.instance.objectNode(), EVIL)), about(EVIL));
        Files.createDirectories(runs().resolve("queue/" + job + "/logs"));
        Files.writeString(runs().resolve("queue/" + job + "/logs/0001.log"), EVIL + "\n");
        Path training = Files.createDirectories(folder.resolve("<script>"));
        Files.writeString(training.resolve("log.jsonl"), JsonNodeFactory.instance.objectNode().put("stage", EVIL).put("samples", 1).put("loss", 2.5) + "\n");
        try (Served served = new Served(runs(), List.of(training), true)) {
            String name = URLEncoder.encode(training.toString(), StandardCharsets.UTF_8);
            for (String path : List.of("/runs?sort=date", "/runs?filter=%3Cscript%3E", "/run?id=nano%2Fa", "/run?id=%3Cscript%3E", "/diff?id=nano%2Fa&id=nano%2Fb",
                    "/jobs", "/job?id=" + job, "/log?id=" + job + "&task=0001", "/log?id=" + job + "&task=%3Cscript%3E", "/trainings", "/training?name=" + name,
                    "/training?name=%3Cscript%3E", "/%3Cscript%3E", "/file?id=nano%2Fa&name=%3Cscript%3E", "/jobs?x=%22%3E%3Cscript%3E")) {
                HttpResponse<String> response = served.get(path);
                assertFalse(response.body().contains("<script"), path + ": " + response.body());
                assertTrue(response.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'; style-src 'self'"), path);
            }
        }
    }

    /** The one place that escapes is Mustache, unless a template asks it not to. No page has a script but the one on which the mouse draws. */
    @Test
    void noTemplateLeavesAValueAsItIs() throws IOException {
        Path templates = Path.of("src/main/resources/glad/pages/internal");
        try (Stream<Path> files = Files.list(templates)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".mustache")).toList();
            assertTrue(all.size() > 5, "" + all);
            for (Path file : all) {
                String text = Files.readString(file);
                assertFalse(text.contains("{{{") || text.contains("{{&") || text.replace("<script src=\"{{root}}/mouse.js\" defer>", "").contains("<script") || text.contains("style=") || text.contains("onclick="), file.toString());
            }
        }
    }

    @Test
    void noFileOutsideOfARunIsReached() throws Exception {
        run("nano/a", 1);
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(runs().resolve("secret.txt"), "secret");
        Files.createSymbolicLink(runs().resolve("nano/a/link.txt"), secret);
        Files.createSymbolicLink(runs().resolve("nano/a/folder"), folder);
        try (Served served = new Served(runs(), List.of(), false)) {
            HttpResponse<String> report = served.get("/file?id=nano%2Fa&name=report.html");
            assertEquals("<h1>the report</h1>", shown(report));
            assertTrue(report.headers().firstValue("Content-Security-Policy").orElse("").startsWith("sandbox; default-src 'none'"));
            for (String name : List.of("../../secret.txt", "..%2F..%2Fsecret.txt", "%2e%2e/%2e%2e/secret.txt", "../../../secret.txt", "link.txt",
                    "folder/secret.txt", secret.toString(), "file://" + secret, "report.html%00.txt", "..%5C..%5Csecret.txt", "./report.html", "")) {
                HttpResponse<String> response = served.get("/file?id=nano%2Fa&name=" + name);
                assertEquals(400, response.statusCode(), name);
                assertFalse(response.body().contains(">secret<"), name);
            }
            for (String id : List.of("..", "../runs/nano/a", "nano/a/../../..", "%2F", "", "%00", "nano", "nano%2Fa%2Ffolder")) {
                int status = served.get("/file?id=" + id + "&name=secret.txt").statusCode();
                assertEquals(400, status, id);
            }
            assertEquals(400, served.get("/training?name=..").statusCode());
            assertEquals(400, served.get("/log?id=..%2F..&task=secret").statusCode());
            assertEquals(404, served.get("/../secret.txt").statusCode());
            assertEquals(404, served.get("/style.css/../../Site.class").statusCode());
        }
    }

    private static ObjectNode about(String data) {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        for (int seed = 1; seed <= 2; seed++) {
            about.withArray("cells").addObject().put("cell", "c" + seed).put("variant", "baseline").put("seed", seed).put("data", data).put("title", "cell " + seed);
        }
        return about;
    }

    @Test
    void aSweepsTableFillsUp() throws Exception {
        JobQueue queue = JobQueue.in(runs());
        run("cells/c1", 60);
        // The first cell was finished before, so that only the second is a task.
        String job = queue.submit("parts", "glad ablate parts.yaml", "ablation", List.of(new Spec("cell 2", JsonNodeFactory.instance.objectNode())), about("lasot"));
        try (Served served = new Served(runs(), List.of(), false)) {
            String before = shown(served.get("/job?id=" + job));
            assertTrue(before.contains("1 of 2") && before.contains(">60.00</a>") && before.contains("<td class=\"n\">–</td>") && before.contains("waiting"), before);
            assertTrue(before.contains("there is none; ./glad work is one"), before);
            run("cells/c2", 61);
            Files.move(runs().resolve("queue/" + job + "/waiting/0001"), runs().resolve("queue/" + job + "/done/0001"));
            String after = shown(served.get("/job?id=" + job));
            assertTrue(after.contains("2 of 2") && after.contains("<td class=\"n\">60.50</td>"), after);
            assertTrue(shown(served.get("/jobs")).contains("glad ablate parts.yaml"));
            assertTrue(shown(served.get("/jobs?refresh=on")).contains("http-equiv=\"refresh\""));
        }
    }

    @Test
    void aLogKeepsItsLines() throws Exception {
        String job = JobQueue.in(runs()).submit("x", "x", "test", List.of(new Spec("one", JsonNodeFactory.instance.objectNode())));
        try (Served served = new Served(runs(), List.of(), false)) {
            assertTrue(shown(served.get("/log?id=" + job + "&task=0001")).contains(">It has said nothing yet.</pre>"));
            Files.createDirectories(runs().resolve("queue/" + job + "/logs"));
            Files.writeString(runs().resolve("queue/" + job + "/logs/0001.log"), "first\n  second\n\nthird\n");
            String page = shown(served.get("/log?id=" + job + "&task=0001")).replace("&#10;", "\n");
            assertTrue(page.contains("<pre tabindex=\"0\">first\n  second\n\nthird</pre>"), page);
        }
    }

    @Test
    void aTrainingsCurvesAreDrawn() throws Exception {
        Path training = Files.createDirectories(runs().resolve("trained"));
        Files.writeString(training.resolve("log.jsonl"), "{\"stage\": \"tracker\", \"samples\": 10, \"loss\": 4}\n{\"stage\": \"tracker\", \"samples\": 20, \"loss\": 2}\n");
        try (Served served = new Served(runs(), List.of(), false)) {
            assertTrue(shown(served.get("/trainings")).contains("name=trained"));
            String page = shown(served.get("/training?name=trained"));
            assertTrue(page.contains("points=\"0.0,0.0 600.0,150.0\"") && page.contains("tracker/loss") && page.contains("hasn't ended"),
                    page);
        }
    }

    @Test
    void aCurveOfOnePointIsADot() throws Exception {
        Path training = Files.createDirectories(runs().resolve("begun"));
        Files.writeString(training.resolve("log.jsonl"), "{\"stage\": \"tracker\", \"samples\": 10, \"loss\": 4}\n");
        try (Served served = new Served(runs(), List.of(), false)) {
            String page = shown(served.get("/training?name=begun"));
            assertTrue(page.contains("<polyline class=\"dot\" points=\"300.0,75.0 300.0,75.0\"/>"), page);
        }
    }

    @Test
    void namesOfTasksStayWholeAndEmptyFactsAreLeftOut() throws Exception {
        JobQueue queue = JobQueue.in(runs());
        run("cells/c1", 60);
        String job = queue.submit("parts", "parts", "ablation", List.of(new Spec("cell 2", JsonNodeFactory.instance.objectNode())), about("lasot"));
        try (Served served = new Served(runs(), List.of(), false)) {
            String page = shown(served.get("/job?id=" + job));
            assertTrue(page.contains("<th scope=\"row\" class=\"name\"><a href") && page.contains("<td class=\"name quiet\">1 of 2</td>"), page);
            Path made = runs().resolve("cells/c1/provenance.json");
            Files.writeString(made, Files.readString(made).replaceFirst("\\{", "{\"run\": \"\", "));
            assertFalse(shown(served.get("/run?id=cells/c1")).contains("<th scope=\"row\">run</th>"));
        }
    }

    @Test
    void controlDoesWhatTheCommandsDo() throws Exception {
        run("nano/a", 1);
        RunStore store = RunStore.in(runs());
        store.mark("nano/a", List.of("old", "meanwhile"), List.of(), "");
        JobQueue queue = JobQueue.in(runs());
        String job = queue.submit("x", "x", "test", List.of(new Spec("one", JsonNodeFactory.instance.objectNode())));
        try (Served served = new Served(runs(), List.of(), true)) {
            assertTrue(shown(served.get("/job?id=" + job)).contains("value=\"hold\""));
            HttpResponse<String> held = served.post("/job", "id=" + job + "&do=hold");
            assertEquals(303, held.statusCode());
            assertEquals("/" + Served.TOKEN + "/job?id=" + job, held.headers().firstValue("Location").orElse(""));
            assertTrue(queue.job(job).held());
            served.post("/job", "id=" + job + "&do=release");
            assertFalse(queue.job(job).held());
            served.post("/job", "id=" + job + "&do=cancel");
            assertEquals(1, queue.job(job).count(State.CANCELLED));
            served.post("/job", "id=" + job + "&do=retry+missing");
            assertEquals(1, queue.job(job).count(State.WAITING));
            assertEquals(400, served.post("/job", "id=" + job + "&do=explode").statusCode());
            // "meanwhile" was put on it after the form was shown, and stays.
            assertEquals(303, served.post("/run", "id=nano%2Fa&had=old&tags=new+paper&note=good").statusCode());
            assertEquals(List.of("meanwhile", "new", "paper"), store.run("nano/a").tags());
            assertEquals("good", store.run("nano/a").note());
            assertEquals(400, served.post("/run", "id=nano%2Fa&had=&tags=%3Cb%3E&note=").statusCode());
        }
    }
}
