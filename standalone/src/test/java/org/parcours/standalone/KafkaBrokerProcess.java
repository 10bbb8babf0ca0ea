package org.parcours.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Kafka broker in its own process, which a test can kill. */
final class KafkaBrokerProcess {

    private static final String READY = "READY ";

    private KafkaBrokerProcess() {}

    static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaBrokerProcess.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
    }

    static String awaitAddress(Process broker) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder outputBeforeReady = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return line.substring(READY.length());
            }
            outputBeforeReady.append(line).append('\n');
        }
        throw new IllegalStateException("The broker exited before it was ready:\n" + outputBeforeReady);
    }

    public static void main(String[] args) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]));
        System.out.println(READY + kafka.bootstrapServers());
        Thread.currentThread().join();
    }
}
