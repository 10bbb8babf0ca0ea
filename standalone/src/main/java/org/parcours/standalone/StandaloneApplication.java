package org.parcours.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.parcours.standalone.demo.ApplicationDefinitionInstaller;
import org.parcours.standalone.demo.ConsoleWriter;
import org.parcours.standalone.demo.DemoRunner;
import org.parcours.standalone.demo.DemoSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Kafka, the services and the demo hospital, in this order, and stops them in reverse order:
 * producers stop before consumers.
 */
public final class StandaloneApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandaloneApplication.class);

    /** The property with the folder of the application files; unset: those of the demo are installed. */
    private static final String APPLICATIONS_FOLDER = "parcours.applications.folder";

    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    private StandaloneApplication() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        long startedAt = System.nanoTime();
        if (CommandLineOptions.isHelpRequested(List.of(arguments))) {
            out.print(CommandLineOptions.USAGE);
            return;
        }
        CommandLineOptions options;
        try {
            options = CommandLineOptions.parse(List.of(arguments));
        } catch (CommandLineOptions.InvalidOptionException e) {
            out.println(e.getMessage());
            System.exit(2);
            return;
        }
        Optional<String> portConflict = portConflict(options);
        if (portConflict.isPresent()) {
            out.println(portConflict.get());
            System.exit(1);
        }
        StandaloneApplication parcours = new StandaloneApplication();
        Runtime.getRuntime().addShutdownHook(new Thread(parcours::close, "stop"));
        try {
            out.println("Parcours is starting …");
            parcours.start(options, out, startedAt);
        } catch (RuntimeException | IOException e) {
            LOG.error("standalone start failed: {}", e.getMessage(), e);
            System.exit(1);
        }
    }

    private void start(CommandLineOptions commandLine, PrintStream out, long startedAt) throws IOException {
        CommandLineOptions options = commandLine;
        Files.createDirectories(options.data());
        running.push(lock(options.data()));
        EmbeddedKafka kafka = EmbeddedKafka.start(options.data().resolve("kafka"), options.kafkaPort());
        running.push(kafka);
        if (options.demo() && options.property(APPLICATIONS_FOLDER).isEmpty()) {
            Path folder = ApplicationDefinitionInstaller.install(options.data().resolve("applications"));
            options = options.withProperty(APPLICATIONS_FOLDER, folder.toString());
        }
        EmbeddedServices services = EmbeddedServices.start(options, kafka.bootstrapServers());
        running.push(services);
        services.awaitViews(ConsoleWriter.standardOutput());
        out.print(banner(options, kafka, Duration.ofNanos(System.nanoTime() - startedAt)));
        if (options.demo()) {
            running.push(DemoRunner.start(new DemoSettings(
                    options.patients(),
                    options.seed(),
                    new InetSocketAddress("127.0.0.1", options.mllpPort()),
                    URI.create("http://127.0.0.1:" + options.commandPort() + "/api/facts"),
                    options.data(),
                    DemoSettings.HISTORY_DURATION)));
        }
    }

    @Override
    public void close() {
        for (AutoCloseable next = running.poll(); next != null; next = running.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                LOG.warn("standalone stop failed component={}", next.getClass().getSimpleName(), e);
            }
        }
    }

    /** A line that names a port in use and what to do about it; empty where all are free. */
    private static Optional<String> portConflict(CommandLineOptions options) {
        record Port(String purpose, int number, String option) {}
        return List.of(
                        new Port("screens", options.httpPort(), "--http-port"),
                        new Port("facts over HTTP", options.commandPort(), "--command-port"),
                        new Port("HL7 v2", options.mllpPort(), "--mllp-port"),
                        new Port("Kafka", options.kafkaPort(), "--kafka-port"))
                .stream()
                .filter(port -> port.number() != 0 && isInUse(port.number()))
                .map(port -> "Port " + port.number() + " (" + port.purpose()
                        + ") is in use. Stop the other process, or choose another port: " + port.option() + "="
                        + (port.number() + 10))
                .findFirst();
    }

    /** Whether another socket listens on this port, on any address of this machine. */
    private static boolean isInUse(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port), 1);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Locks the data folder: two brokers would corrupt it. The lock ends with the process. */
    private static AutoCloseable lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("standalone.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Reported below.
        }
        channel.close();
        throw new IOException(
                "Another Parcours process uses " + data + ". Stop it, or choose another folder: --data=DIR");
    }

    private static String banner(CommandLineOptions options, EmbeddedKafka kafka, Duration startupTime) {
        String host = options.address().equals("127.0.0.1") ? "localhost" : options.address();
        return """

              Parcours is ready, after %.1f s. Open http://%s:%d

                Facts over HTTP   http://%s:%d/api/facts
                HL7 v2 over MLLP  %s:%d
                Kafka             %s, topic parcours.events
                Data              %s (remove it to start empty)

            """.formatted(
                        startupTime.toMillis() / 1000.0,
                        host,
                        options.httpPort(),
                        host,
                        options.commandPort(),
                        host,
                        options.mllpPort(),
                        kafka.bootstrapServers(),
                        options.data());
    }
}
