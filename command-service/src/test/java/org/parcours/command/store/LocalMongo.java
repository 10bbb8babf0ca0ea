package org.parcours.command.store;

import com.mongodb.client.MongoClients;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Assumptions;

/**
 * A replica set with one member, started with the {@code mongod} on the PATH; without one the test is skipped with a
 * message. One server per JVM, stopped at its end; one new database per test.
 */
public final class LocalMongo {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Optional<LocalMongo> shared = Optional.empty();

    private final int port;

    private LocalMongo(Path mongod) throws IOException, InterruptedException {
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var directory = Files.createTempDirectory("parcours-mongo");
        var server = new ProcessBuilder(
                        mongod.toString(),
                        "--dbpath",
                        directory.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind_ip",
                        "127.0.0.1",
                        "--replSet",
                        "rs0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        initiate();
    }

    public static synchronized LocalMongo shared() {
        if (shared.isEmpty()) {
            var mongod = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .map(directory -> Path.of(directory, "mongod"))
                    .filter(Files::isExecutable)
                    .findFirst();
            Assumptions.assumeTrue(mongod.isPresent(), "No MongoDB server: no mongod on the PATH");
            try {
                shared = Optional.of(new LocalMongo(mongod.get()));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("mongod does not start", e);
            }
        }
        return shared.get();
    }

    public String newDatabase() {
        return "mongodb://127.0.0.1:" + port + "/test" + DATABASES.incrementAndGet() + "?replicaSet=rs0";
    }

    private void initiate() throws InterruptedException {
        try (var client = MongoClients.create("mongodb://127.0.0.1:" + port + "/?directConnection=true")) {
            var admin = client.getDatabase("admin");
            var member = new Document("_id", 0).append("host", "127.0.0.1:" + port);
            admin.runCommand(
                    new Document("replSetInitiate", new Document("_id", "rs0").append("members", List.of(member))));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!admin.runCommand(new Document("hello", 1)).getBoolean("isWritablePrimary", false)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The replica set has elected no primary");
                }
                Thread.sleep(100);
            }
        }
    }
}
