package glad.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of one node on the loopback address, with Debian's Slurm and munge and nothing of the machine's own settings of them. The processes end with
 * it.
 */
final class SlurmNode implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of("sbatch", "squeue", "scancel", "scontrol");
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path folder;
    private final Path configuration;
    private final List<Process> daemons = new ArrayList<>();

    private SlurmNode(Path folder) {
        this.folder = folder;
        this.configuration = folder.resolve("slurm.conf");
    }

    /** Tells whether the programs are here; where they aren't, root tries to install Debian's packages. */
    static boolean canBeHad() throws IOException, InterruptedException {
        if (here()) {
            return true;
        }
        Process installer = new ProcessBuilder("sh", "-c", "test \"$(id -u)\" = 0 && DEBIAN_FRONTEND=noninteractive && export DEBIAN_FRONTEND"
                + " && apt-get -qq update && apt-get -qq install --no-install-recommends slurm-wlm munge")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!installer.waitFor(2, TimeUnit.MINUTES)) {
            installer.destroy();
        }
        return here();
    }

    private static boolean here() {
        return List.of("/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch").stream()
                .allMatch(program -> Files.isExecutable(Path.of(program)));
    }

    /** Starts it. @param folder empty; its path must be short, because a socket lies in it */
    static SlurmNode start(Path folder, int processors) throws IOException, InterruptedException {
        SlurmNode node = new SlurmNode(folder);
        try {
            node.startMunge();
            node.startSlurm(processors);
            return node;
        } catch (IOException | InterruptedException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void startMunge() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        byte[] key = new byte[128];
        new SecureRandom().nextBytes(key);
        Path file = Files.write(folder.resolve("munge.key"), key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        daemon("munged", "--foreground", "--force", "--key-file=" + file, "--socket=" + folder.resolve("munge.socket"),
                "--pid-file=" + folder.resolve("munge.pid"), "--seed-file=" + folder.resolve("munge.seed"), "--log-file=" + folder.resolve("munge.log"));
        until("munged", () -> Files.exists(folder.resolve("munge.socket")));
    }

    private void startSlurm(int processors) throws IOException, InterruptedException {
        String host = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
        for (String name : List.of("state", "spool", "bin")) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.writeString(configuration, """
                ClusterName=test
                SlurmctldHost=%1$s(127.0.0.1)
                SlurmctldPort=%3$d
                SlurmdPort=%4$d
                SlurmUser=root
                SlurmdUser=root
                AuthType=auth/munge
                AuthInfo=socket=%2$s/munge.socket
                ProctrackType=proctrack/linuxproc
                TaskPlugin=task/none
                SelectType=select/cons_tres
                SelectTypeParameters=CR_CPU
                ReturnToService=2
                SlurmdParameters=config_overrides
                StateSaveLocation=%2$s/state
                SlurmdSpoolDir=%2$s/spool
                SlurmctldPidFile=%2$s/slurmctld.pid
                SlurmdPidFile=%2$s/slurmd.pid
                SlurmctldLogFile=%2$s/slurmctld.log
                SlurmdLogFile=%2$s/slurmd.log
                NodeName=%1$s NodeAddr=127.0.0.1 CPUs=%5$d State=UNKNOWN
                PartitionName=main Nodes=%1$s Default=YES MaxTime=INFINITE State=UP
                """.formatted(host, folder, port(), port(), processors));
        daemon("slurmctld", "-D", "-c", "-f", configuration.toString());
        daemon("slurmd", "-D", "-f", configuration.toString());
        for (String program : PROGRAMS) {
            Path file = Files.writeString(folder.resolve("bin").resolve(program),
                    "#!/bin/sh\nSLURM_CONF='" + configuration + "' exec /usr/bin/" + program + " \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        until("Slurm", () -> ask("sinfo", "-h", "-o", "%t").strip().matches("idle"));
    }

    private static int port() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns the folder with programs that talk to this node. */
    Path programs() {
        return folder.resolve("bin");
    }

    /** Runs one of Slurm's programs; returns what it printed. */
    String ask(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", configuration.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    private void daemon(String program, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/sbin/" + program));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(program + ".out").toFile());
        builder.environment().put("PATH", PATH);
        builder.environment().put("SLURM_CONF", configuration.toString());
        daemons.add(0, builder.start());
    }

    /** A condition that asks a program. */
    interface Condition {

        boolean holds() throws IOException, InterruptedException;
    }

    /** Waits for a condition, at most a minute. */
    static void until(String what, Condition condition) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException(what + " isn't ready after a minute");
    }

    @Override
    public void close() {
        for (Process daemon : daemons) {
            daemon.descendants().forEach(ProcessHandle::destroyForcibly);
            daemon.destroy();
            try {
                if (!daemon.waitFor(5, TimeUnit.SECONDS)) {
                    daemon.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                daemon.destroyForcibly();
            }
        }
    }
}
