package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** What is said of bundles that lack something. */
class DiagTest {

    private static final String LACKS = "glad.tests.lacks";
    private static final String WAITS = "glad.tests.waits";

    private final BundleContext context = FrameworkUtil.getBundle(DiagTest.class).getBundleContext();

    @Test
    void whatBundlesAndComponentsLackIsSaidInWords() throws Exception {
        assertTrue(run("glad:diag").startsWith("nothing keeps any of the "), run("glad:diag"));
        Bundle lacks = context.installBundle("test:lacks", jar(LACKS, "Import-Package", "org.nowhere;version=\"[1.2,2)\"", ""));
        Bundle waits = context.installBundle("test:waits", jar(WAITS, "Service-Component", "OSGI-INF/waits.xml",
                "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"waits\"><implementation class=\"java.lang.Object\"/>"
                + "<reference name=\"other\" interface=\"java.util.concurrent.Callable\" target=\"(never=true)\"/></scr:component>"));
        try {
            waits.start();
            String missing = "bundle " + LACKS + " (" + lacks.getBundleId() + ") needs package org.nowhere from version 1.2 below 2.0, which no bundle here exports";
            String waiting = "bundle " + WAITS + " (" + waits.getBundleId() + ") waits in java.lang.Object for java.util.concurrent.Callable, which no bundle";
            List<String> lines = run("glad:diag").lines().toList();
            assertEquals(2, lines.size(), lines.toString());
            assertTrue(lines.get(0).startsWith(missing) && lines.get(1).startsWith(waiting), lines.toString());
            assertEquals(lines.get(0), run("glad:diag " + lacks.getBundleId()).strip());
            assertEquals(lines.get(1), run("glad:why " + WAITS).strip());
            assertTrue(run("glad:diag glad.runtime").contains("runs, and all its components"), run("glad:diag glad.runtime"));
            assertTrue(Gogo.errors(context, "glad:diag glad.runtim").contains("did you mean \"glad.runtime\""));
        } finally {
            TestBundles.remove(context, List.of(lacks, waits));
        }
    }

    private String run(String line) throws Exception {
        return Gogo.run(context, line);
    }

    private static InputStream jar(String name, String header, String value, String component) throws Exception {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue(header, value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            if (!component.isEmpty()) {
                out.putNextEntry(new JarEntry(value));
                out.write(component.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
