package org.parcours.command.store;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server for tests, started with the machine's binaries; without them the test is skipped with a message.
 * One server per JVM, stopped at its end; one new database per test.
 */
public final class LocalPostgres {

    private static final Path DEBIAN_DIRECTORY = Path.of("/usr/lib/postgresql");
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Optional<LocalPostgres> shared = Optional.empty();

    private final Path binaries;
    private final Path directory;
    private List<String> settings;
    private final int port;
    private Process server;

    private LocalPostgres(Path binaries, List<String> settings) throws IOException, InterruptedException {
        this.binaries = binaries;
        this.settings = settings;
        directory = Files.createTempDirectory("parcours-postgres");
        port = freePort();
        giveToPostgresUser(directory);
        run("initdb", "-D", directory + "/data", "-U", "parcours", "-A", "trust", "-E", "UTF8", "--no-locale", "-N");
        server = start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndDelete));
    }

    /** The server that all tests in this JVM share. */
    public static synchronized LocalPostgres shared() {
        if (shared.isEmpty()) {
            shared = Optional.of(withSettings());
        }
        return shared.get();
    }

    /** Starts a server with other settings, such as {@code fsync=off}. */
    public static LocalPostgres withSettings(String... settings) {
        var binaries = findBinaries();
        Assumptions.assumeTrue(
                binaries.isPresent(), "No PostgreSQL server: none in " + DEBIAN_DIRECTORY + "/*/bin, none on the PATH");
        try {
            return new LocalPostgres(binaries.get(), List.of(settings));
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not start", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the URL of a new, empty database */
    public String newDatabase() {
        var name = "test" + DATABASES.incrementAndGet();
        try (var connection = DriverManager.getConnection(url("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return url(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** The process id of the postmaster. */
    public long pid() {
        return server.pid();
    }

    /** Receives the result of pgbench: transactions per second, and their average latency in milliseconds. */
    public interface PgbenchResultMapper<T> {
        T map(double transactionsPerSecond, double milliseconds);
    }

    /**
     * Runs PostgreSQL's own benchmark in a new database.
     *
     * @param table the statement that creates the script's table
     * @param script one transaction
     */
    public <T> T pgbench(String table, String script, int clients, Duration duration, PgbenchResultMapper<T> mapper)
            throws IOException, InterruptedException {
        var database = newDatabase();
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            statement.execute(table);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        var file = directory.resolve("pgbench.sql");
        Files.writeString(file, script + "\n");
        var output = run(
                "pgbench",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "parcours",
                "-n",
                "-f",
                file.toString(),
                "-c",
                Integer.toString(clients),
                "-j",
                "2",
                "-T",
                Long.toString(duration.toSeconds()),
                database.replaceFirst(".*/([^?]+)\\?.*", "$1"));
        return mapper.map(
                parseNumber(output, "tps = ([0-9.]+)"), parseNumber(output, "latency average = ([0-9.]+) ms"));
    }

    private static double parseNumber(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("Unexpected output of pgbench: " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** Kills the postmaster ({@code kill -9}) and waits until its child processes end. */
    public void kill() throws IOException, InterruptedException {
        var children = server.children().toList();
        server.destroyForcibly().waitFor();
        for (var child : children) {
            child.onExit().completeOnTimeout(child, 30, TimeUnit.SECONDS).join();
        }
    }

    public void restart() throws IOException, InterruptedException {
        server = start();
    }

    /** Suspends the postmaster and all its child processes for a while. */
    public void suspend(int milliseconds) throws IOException, InterruptedException {
        var pids = new ArrayList<>(server.children().map(ProcessHandle::pid).toList());
        pids.add(server.pid());
        signal("-STOP", pids);
        Thread.sleep(milliseconds);
        signal("-CONT", pids);
    }

    private static void signal(String signal, List<Long> processes) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process)));
        new ProcessBuilder(command).start().waitFor();
    }

    /** Crashes the server (no shutdown checkpoint, all connections are lost) and restarts it on the same data. */
    public void crashAndRestart() throws IOException, InterruptedException {
        crash();
        server = start();
    }

    private void crash() throws IOException, InterruptedException {
        run("pg_ctl", "-D", directory + "/data", "-m", "immediate", "stop");
        server.waitFor();
    }

    public void restartWith(String... newSettings) throws IOException, InterruptedException {
        crash();
        settings = List.of(newSettings);
        server = start();
    }

    public void stop() {
        stopAndDelete();
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=parcours";
    }

    private Process start() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                binaries.resolve("postgres").toString(),
                "-D",
                directory + "/data",
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200"));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        var process = new ProcessBuilder(unprivileged(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                DriverManager.getConnection(url("postgres")).close();
                return process;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("PostgreSQL does not start in " + directory, e);
                }
                Thread.sleep(50);
            }
        }
    }

    private void stopAndDelete() {
        try {
            // SIGTERM would wait for clients that tests have left connected.
            run("pg_ctl", "-D", directory + "/data", "-m", "immediate", "stop");
            server.waitFor();
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        } catch (IOException e) {
            // Files left in the temporary directory do not fail a test.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(binaries.resolve(program).toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(unprivileged(command))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(program + " failed: " + output);
        }
        return output;
    }

    /** PostgreSQL does not run as root. */
    private static List<String> unprivileged(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        var asPostgres = new ArrayList<>(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        asPostgres.addAll(command);
        return asPostgres;
    }

    private static void giveToPostgresUser(Path directory) throws IOException {
        if (isRoot()) {
            var postgres =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
            Files.setOwner(directory, postgres);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> findBinaries() {
        try (var versions = Files.isDirectory(DEBIAN_DIRECTORY) ? Files.list(DEBIAN_DIRECTORY) : Stream.<Path>empty()) {
            var newestFirst = versions.sorted(
                            Comparator.comparing(LocalPostgres::majorVersion).reversed())
                    .map(version -> version.resolve("bin"))
                    .toList();
            var onPath = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
            return Stream.of(newestFirst, onPath)
                    .flatMap(Collection::stream)
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("postgres")) && Files.isExecutable(bin.resolve("initdb")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int majorVersion(Path version) {
        try {
            return Integer.parseInt(version.getFileName().toString().replaceFirst("\\..*", ""));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
