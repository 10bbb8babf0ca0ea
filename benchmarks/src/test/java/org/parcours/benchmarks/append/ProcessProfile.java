package org.parcours.benchmarks.append;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * The activity of this process.
 *
 * @param processors the number of processors that it uses
 * @param shares the shares of its time in Java, by component
 */
record ProcessProfile(double processors, Map<String, Double> shares) {

    static final class ProcessProfiler implements AutoCloseable {

        private static final String SAMPLE = "jdk.ExecutionSample";

        private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private final Recording recording = new Recording();
        private long startedAt;
        private long cpuTimeAtStart;
        private double processors;

        ProcessProfiler() {
            recording.enable(SAMPLE).withPeriod(Duration.ofMillis(10));
        }

        void start() {
            recording.start();
            startedAt = System.nanoTime();
            cpuTimeAtStart = system.getProcessCpuTime();
        }

        void stop() {
            processors = (system.getProcessCpuTime() - cpuTimeAtStart) / (double) (System.nanoTime() - startedAt);
            recording.stop();
        }

        /**
         * @param parts components by class name prefix; a sample counts for the longest prefix of its innermost match
         */
        ProcessProfile profile(Map<String, String> parts) {
            Map<String, Integer> samples = new HashMap<>();
            int total = 0;
            try {
                Path file = Files.createTempFile("parcours", ".jfr");
                recording.dump(file);
                for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                    if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
                        total++;
                        samples.merge(part(event, parts), 1, Integer::sum);
                    }
                }
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, Double> shares = new HashMap<>();
            for (var each : samples.entrySet()) {
                shares.put(each.getKey(), each.getValue() / (double) total);
            }
            return new ProcessProfile(processors, shares);
        }

        private static String part(RecordedEvent event, Map<String, String> parts) {
            return event.getStackTrace().getFrames().stream()
                    .map(frame -> frame.getMethod().getType().getName())
                    .flatMap(name -> longest(name, parts).stream())
                    .findFirst()
                    .map(parts::get)
                    .orElse("other code");
        }

        private static Optional<String> longest(String name, Map<String, String> parts) {
            return parts.keySet().stream().filter(name::startsWith).max(Comparator.comparingInt(String::length));
        }

        @Override
        public void close() {
            recording.close();
        }
    }
}
