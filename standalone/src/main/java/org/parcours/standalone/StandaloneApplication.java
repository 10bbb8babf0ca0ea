package org.parcours.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
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
import org.parcours.standalone.demo.ApplicationFiles;
import org.parcours.standalone.demo.DemoHospital;
import org.parcours.standalone.demo.DemoSettings;
import org.parcours.standalone.demo.Screen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Kafka, the views' store, the services and the demo hospital, in this order, and stops them in the other: who
 * feeds stops before who is fed.
 */
public final class StandaloneApplication implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StandaloneApplication.class);

    /** Where the applications' files are; without it the demo's own are loaded. */
    private static final String APPLICATIONS = "parcours.applications.folder";

    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    private StandaloneApplication() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        long startedAt = System.nanoTime();
        if (Options.askForHelp(List.of(arguments))) {
            out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.of(List.of(arguments));
        } catch (Options.WrongUsage e) {
            out.println(e.getMessage());
            System.exit(2);
            return;
        }
        Optional<String> hindrance = hindrance(options);
        if (hindrance.isPresent()) {
            out.println(hindrance.get());
            System.exit(1);
        }
        StandaloneApplication parcours = new StandaloneApplication();
        Runtime.getRuntime().addShutdownHook(new Thread(parcours::close, "stop"));
        try {
            out.println("Parcours is starting …");
            parcours.start(options, out, startedAt);
        } catch (RuntimeException | IOException e) {
            log.error("Parcours cannot start: {}", e.getMessage(), e);
            System.exit(1);
        }
    }

    private void start(Options asked, PrintStream out, long startedAt) throws IOException {
        Options options = asked;
        Files.createDirectories(options.data());
        running.push(lock(options.data()));
        Path kafkaDirectory = options.data().resolve("kafka");
        EmbeddedKafka kafka = options.kafkaPort() == 0
                ? EmbeddedKafka.start(kafkaDirectory)
                : EmbeddedKafka.start(kafkaDirectory, options.kafkaPort());
        running.push(kafka);
        if (options.demo() && options.property(APPLICATIONS).isEmpty()) {
            Path files = ApplicationFiles.unpack(options.data().resolve("applications"));
            options = options.with(APPLICATIONS, files.toString());
        }
        Services services = Services.start(options, kafka.bootstrapServers(), views(options));
        running.push(services);
        Filling.await(services, Screen.standard());
        out.print(banner(options, kafka, Duration.ofNanos(System.nanoTime() - startedAt)));
        if (options.demo()) {
            running.push(DemoHospital.start(new DemoSettings(
                    options.patients(),
                    options.seed(),
                    new InetSocketAddress("127.0.0.1", options.mllpPort()),
                    URI.create("http://127.0.0.1:" + options.commandPort() + "/api/facts"),
                    options.data(),
                    DemoSettings.HISTORY_TIME)));
        }
    }

    /** Views are kept in memory, unless there is a MongoDB to keep them in. */
    private String views(Options options) {
        return options.property(Services.VIEWS_URI).orElseGet(() -> {
            EmbeddedMongo mongo = EmbeddedMongo.start();
            running.push(mongo);
            return mongo.uri();
        });
    }

    @Override
    public void close() {
        for (AutoCloseable next = running.poll(); next != null; next = running.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                log.warn("{} did not stop as it should", next.getClass().getSimpleName(), e);
            }
        }
    }

    /** What stands in the way, in a line, with what to do about it. */
    private static Optional<String> hindrance(Options options) {
        record Port(String what, int number, String option) {}
        return List.of(
                        new Port("screens", options.httpPort(), "--http-port"),
                        new Port("facts over HTTP", options.commandPort(), "--command-port"),
                        new Port("HL7 v2", options.mllpPort(), "--mllp-port"),
                        new Port("Kafka", options.kafkaPort(), "--kafka-port"))
                .stream()
                .filter(port -> port.number() != 0 && Ports.taken(port.number()))
                .map(port -> "Port " + port.number() + " (" + port.what()
                        + ") is in use. Stop what uses it, or choose another: " + port.option() + "="
                        + (port.number() + 10))
                .findFirst();
    }

    /** Two brokers on one directory would ruin it. The lock goes with the process, however that ends. */
    private static AutoCloseable lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("standalone.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Said below.
        }
        channel.close();
        throw new IOException("Another Parcours uses " + data + ". Stop it, or choose another place: --data=DIR");
    }

    private static String banner(Options options, EmbeddedKafka kafka, Duration after) {
        String host = options.address().equals("127.0.0.1") ? "localhost" : options.address();
        return """

              Parcours is ready, after %.1f s. Open http://%s:%d

                Facts over HTTP   http://%s:%d/api/facts
                HL7 v2 over MLLP  %s:%d
                Kafka             %s, topic parcours.events
                Data              %s (remove it to start afresh)

            """.formatted(
                        after.toMillis() / 1000.0,
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
